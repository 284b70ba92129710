package dev.sennit.protocol.proxy.socks;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;

/**
 * A request of SOCKS 4, or of 4a if the destination is a name.
 *
 * <pre>
 *   +----+----+---------+---------+------------+---+ - - - - - +---+
 *   | 4  | CD | DSTPORT |  DSTIP  | USERID ... | 0 | NAME ...  | 0 |     DSTIP is 0.0.0.1 if a NAME follows
 *   +----+----+---------+---------+------------+---+ - - - - - +---+
 *     1    1       2         4       variable    1    variable   1
 * </pre>
 *
 * @param command a {@link SocksCommand#code}, or any other number from 0 to 255
 * @param destination an IPv4 address or a name
 * @param userId who asks, as the client says; empty if it says nothing; without a zero byte
 */
public record Socks4Request(int command, Destination destination, Bytes userId) implements SocksMessage {
    /** Checks that it can be said in SOCKS 4 or 4a. */
    public Socks4Request {
        Octets.requireOne("command", command);
        if (destination instanceof Destination.Ip ip) {
            Octets.requireIpv4(ip.address());
            Bytes octets = ip.octets();
            if (octets.startsWith(Octets.NAME_FOLLOWS) && octets.byteAt(3) != 0) {
                throw new IllegalArgumentException(ip.host() + " stands for a name in SOCKS 4a, and for no address");
            }
        }
        if (userId.indexOf((byte) 0, 0) >= 0) {
            throw new IllegalArgumentException("a user id ends with a zero byte, so it cannot have one");
        }
    }

    @Override
    public Bytes encode() {
        ByteQueue out = new ByteQueue();
        out.add((byte) 4);
        out.add((byte) command);
        Octets.addPort(out, destination.port());
        if (destination instanceof Destination.Ip ip) {
            out.add(ip.octets());
        } else {
            out.add(Octets.NAME_FOLLOWS.plus(Bytes.of((byte) 1)));
        }
        out.add(userId);
        out.add((byte) 0);
        if (destination instanceof Destination.Name name) {
            out.add(Bytes.ascii(name.name()));
            out.add((byte) 0);
        }
        return out.takeAll();
    }
}
