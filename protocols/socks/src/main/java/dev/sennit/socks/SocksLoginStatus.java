package dev.sennit.socks;

import dev.sennit.transport.bytes.Bytes;

/**
 * What came of a login (RFC 1929, section 2): the bytes 1 and STATUS.
 *
 * @param status 0 if the client may go on; any other number from 1 to 255 if not
 */
public record SocksLoginStatus(int status) implements SocksMessage {
    /** The client may go on. */
    public static final SocksLoginStatus ACCEPTED = new SocksLoginStatus(0);

    /** The client may not go on. */
    public static final SocksLoginStatus REFUSED = new SocksLoginStatus(1);

    /** Checks the range. */
    public SocksLoginStatus {
        Octets.requireOne("status", status);
    }

    /** Whether the client may go on. */
    public boolean isAccepted() {
        return status == 0;
    }

    @Override
    public Bytes encode() {
        return Bytes.of((byte) 1, (byte) status);
    }
}
