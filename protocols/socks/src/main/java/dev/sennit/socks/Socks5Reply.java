package dev.sennit.socks;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;

/**
 * A reply of SOCKS 5 (RFC 1928, section 6), in the form of a {@link Socks5Request} with REP in the place of CMD.
 *
 * @param code a {@link Socks5Status#code}, or any other number from 0 to 255
 * @param bound from where the server has connected, or for a BIND where it listens, then who came; 0.0.0.0:0 of a failure,
 *     where it has no meaning
 */
public record Socks5Reply(int code, Destination bound) implements SocksMessage {
    private static final Destination NOWHERE = new Destination.Ip(TcpAddress.of("0.0.0.0", 0));

    /** Checks the range. */
    public Socks5Reply {
        Octets.requireOne("code", code);
        bound = code == Socks5Status.SUCCEEDED.code() ? bound : NOWHERE;
    }

    /** A reply whose address has no meaning: 0.0.0.0:0. */
    public static Socks5Reply of(Socks5Status status) {
        return new Socks5Reply(status.code(), NOWHERE);
    }

    @Override
    public Bytes encode() {
        return Octets.socks5(code, bound);
    }
}
