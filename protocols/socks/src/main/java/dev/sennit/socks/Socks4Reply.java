package dev.sennit.socks;

import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;

/**
 * A reply of SOCKS 4.
 *
 * <pre>
 *   +----+----+---------+---------+
 *   | 0  | CD |  PORT   |   IP    |
 *   +----+----+---------+---------+
 *     1    1       2         4
 * </pre>
 *
 * @param code a {@link Socks4Status#code}, or any other number from 0 to 255
 * @param bound an IPv4 address: for a BIND where the server listens, then who came, else without a meaning; 0.0.0.0:0 of a
 *     failure
 */
public record Socks4Reply(int code, TcpAddress bound) implements SocksMessage {
    private static final TcpAddress NOWHERE = TcpAddress.of("0.0.0.0", 0);

    /** Checks the ranges. */
    public Socks4Reply {
        Octets.requireOne("code", code);
        Octets.requireIpv4(bound);
        bound = code == Socks4Status.GRANTED.code() ? bound : NOWHERE;
    }

    /** A reply whose address has no meaning. */
    public static Socks4Reply of(Socks4Status status) {
        return new Socks4Reply(status.code(), NOWHERE);
    }

    @Override
    public Bytes encode() {
        ByteQueue out = new ByteQueue();
        out.add((byte) 0);
        out.add((byte) code);
        Octets.addPort(out, bound.port());
        out.add(Bytes.copyOf(bound.ip().getAddress()));
        return out.takeAll();
    }
}
