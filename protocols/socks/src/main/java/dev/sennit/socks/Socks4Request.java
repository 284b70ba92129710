package dev.sennit.socks;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.util.Optional;

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
 * @param destination an IP address or a name. Addresses that SOCKS 4 does not have, those of IPv6 and 0.0.0.1 to
 *     0.0.0.255, are written in the place of a name
 * @param userId who asks, as the client says; empty if it says nothing; without a zero byte
 */
public record Socks4Request(int command, Destination destination, Bytes userId) implements SocksMessage {
    /** Checks the ranges. */
    public Socks4Request {
        Octets.requireOne("command", command);
        if (userId.indexOf((byte) 0, 0) >= 0) {
            throw new IllegalArgumentException("a user id ends with a zero byte, so it cannot have one");
        }
    }

    /** Whether SOCKS 4 has this address: one of IPv4 that does not say that a name follows. */
    public static boolean hasAddress(Destination.Ip place) {
        return Octets.isSocks4Address(place.octets());
    }

    /** The bytes of the destination's address; empty if it is written in the place of a name. */
    private Optional<Bytes> address() {
        return Optional.of(destination)
                .filter(Destination.Ip.class::isInstance)
                .map(place -> ((Destination.Ip) place).octets())
                .filter(Octets::isSocks4Address);
    }

    @Override
    public Bytes encode() {
        ByteQueue out = new ByteQueue();
        out.add((byte) 4);
        out.add((byte) command);
        Octets.addPort(out, destination.port());
        Optional<Bytes> address = address();
        out.add(address.orElseGet(() -> Octets.NAME_FOLLOWS.plus(Bytes.of((byte) 1))));
        out.add(userId);
        out.add((byte) 0);
        if (address.isEmpty()) {
            out.add(Bytes.ascii(destination.host()));
            out.add((byte) 0);
        }
        return out.takeAll();
    }
}
