package dev.sennit.haproxy;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One more thing that a header of version 2 says: its type, and what.
 *
 * <pre>
 *   +------+----------+-----------+
 *   | TYPE |  LENGTH  | VALUE ... |
 *   +------+----------+-----------+
 *      1        2       0 to 65535
 * </pre>
 *
 * @param type 0 to 255
 */
public record Tlv(int type, Bytes value) {
    /** The protocol agreed on by ALPN (RFC 7301). */
    public static final int ALPN = 0x01;

    /** The host name that the client asked for, as by TLS's SNI. */
    public static final int AUTHORITY = 0x02;

    /** A checksum of the whole header. */
    public static final int CRC32C = 0x03;

    /** Nothing; fills up. */
    public static final int NOOP = 0x04;

    /** What identifies the connection to whoever looks at the logs: at most 128 bytes. */
    public static final int UNIQUE_ID = 0x05;

    /** The TLS session between client and proxy. */
    public static final int SSL = 0x20;

    /** The network namespace, in US-ASCII. */
    public static final int NETNS = 0x30;

    static final int HEAD_BYTES = 3;

    /** Checks the ranges. */
    public Tlv {
        if (type < 0 || type > 255) {
            throw new IllegalArgumentException("type must be 0 to 255, not " + type);
        }
        if (value.length() > 65_535) {
            throw new IllegalArgumentException("a value has at most 65535 bytes, not " + value.length());
        }
    }

    void encode(ByteQueue out) {
        out.add((byte) type);
        out.add((byte) (value.length() >> 8));
        out.add((byte) value.length());
        out.add(value);
    }

    /** Reads those that fill these bytes; empty if the last goes beyond their end. */
    static Optional<List<Tlv>> readAll(Bytes bytes) {
        List<Tlv> all = new ArrayList<>();
        int at = 0;
        while (at < bytes.length()) {
            if (at + HEAD_BYTES > bytes.length()) {
                return Optional.empty();
            }
            int from = at + HEAD_BYTES;
            int to = from + (bytes.byteAt(at + 1) & 0xff) * 256 + (bytes.byteAt(at + 2) & 0xff);
            if (to > bytes.length()) {
                return Optional.empty();
            }
            all.add(new Tlv(bytes.byteAt(at) & 0xff, bytes.slice(from, to)));
            at = to;
        }
        return Optional.of(all);
    }
}
