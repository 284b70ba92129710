package dev.sennit.socks;

import dev.sennit.transport.bytes.Bytes;

/**
 * The way to log in that a SOCKS 5 server chooses (RFC 1928, section 3): the bytes 5 and METHOD.
 *
 * @param method one of those offered, or {@link SocksMethod#NOT_ACCEPTABLE}
 */
public record Socks5Choice(int method) implements SocksMessage {
    /** Checks the range. */
    public Socks5Choice {
        Octets.requireOne("method", method);
    }

    @Override
    public Bytes encode() {
        return Bytes.of((byte) 5, (byte) method);
    }
}
