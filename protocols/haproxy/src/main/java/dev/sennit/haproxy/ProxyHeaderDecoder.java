package dev.sennit.haproxy;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.Limit;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.PeerViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one PROXY header of either version, and nothing of what follows.
 *
 * <p>Failures: {@link PeerViolationException} for what is no header, as soon as a byte shows it;
 * {@link dev.sennit.transport.error.LimitExceededException} for a line of version 1 over 107 bytes, which is the limit that the
 * specification sets, or a header of version 2 over the limit given.
 */
public final class ProxyHeaderDecoder implements Decoder<ProxyHeader> {
    /** The most bytes of a header of version 2 unless another limit is given: 4 KiB. */
    public static final int DEFAULT_LIMIT_BYTES = 4096;

    private static final String RULE = "PROXY protocol, section 2";
    private static final int COMMAND_AT = 12;
    private static final int FAMILY_AT = 13;
    private static final int LENGTH_AT = 14;

    private final Limit limit;
    private boolean done;

    /** Creates a decoder with the default limit. */
    public ProxyHeaderDecoder() {
        this(DEFAULT_LIMIT_BYTES);
    }

    /** Creates a decoder with another limit on headers of version 2, in bytes, 16 or more. */
    public ProxyHeaderDecoder(int limitBytes) {
        if (limitBytes < ProxyHeaderBinary.HEAD_BYTES) {
            throw new IllegalArgumentException("limitBytes must be 16 or more, not " + limitBytes);
        }
        this.limit = new Limit("PROXY header of version 2 in bytes", limitBytes);
    }

    /** Takes the header; null if more bytes must come, or once it has been returned. */
    @Override
    public @Nullable ProxyHeader decode(DecoderInput input) {
        if (done || !input.has(1)) {
            return null;
        }
        ProxyHeader header = input.byteAt(0) == 'P' ? text(input) : binary(input);
        done = header != null;
        return header;
    }

    private static @Nullable ProxyHeader text(DecoderInput input) {
        requireStart(input, ProxyHeaderText.START);
        int found = input.indexOf(ProxyHeaderText.END, 0);
        ProxyHeaderText.LIMIT.check(found < 0 ? input.readable() : found + ProxyHeaderText.END.length());
        if (found < 0) {
            return null;
        }
        Bytes line = input.take(found);
        input.skip(ProxyHeaderText.END.length());
        return ProxyHeaderText.parse(line);
    }

    private @Nullable ProxyHeader binary(DecoderInput input) {
        requireStart(input, ProxyHeaderBinary.SIGNATURE);
        if (!input.has(COMMAND_AT + 1)) {
            return null;
        }
        int command = input.unsignedByteAt(COMMAND_AT);
        int family = input.has(FAMILY_AT + 1) ? input.unsignedByteAt(FAMILY_AT) : 0;
        int addressBytes = ProxyHeaderBinary.addressBytes(command, family);
        if (!input.has(ProxyHeaderBinary.HEAD_BYTES)) {
            return null;
        }
        int blockBytes = input.unsignedShortAt(LENGTH_AT);
        if (blockBytes < addressBytes) {
            throw new PeerViolationException(
                    "the header's length is " + blockBytes + ", but its addresses take " + addressBytes, RULE);
        }
        int length = ProxyHeaderBinary.HEAD_BYTES + blockBytes;
        limit.check(length);
        return input.has(length) ? ProxyHeaderBinary.parse(input.take(length)) : null;
    }

    private static void requireStart(DecoderInput input, Bytes start) {
        if (!input.mayContinueWith(start, 0)) {
            Bytes seen = input.peek(Math.min(start.length(), input.readable()));
            throw new PeerViolationException(
                    "the connection begins with '" + seen + "', not with a PROXY header", RULE);
        }
    }
}
