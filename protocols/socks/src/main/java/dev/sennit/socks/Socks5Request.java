package dev.sennit.socks;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.bytes.Bytes;

/**
 * A request of SOCKS 5 (RFC 1928, sections 4 and 5).
 *
 * <pre>
 *   +---+-----+---+------+---------------------------+----------+
 *   | 5 | CMD | 0 | ATYP | DST.ADDR                  | DST.PORT |
 *   +---+-----+---+------+---------------------------+----------+
 *     1    1    1    1     1: 4 bytes of IPv4             2
 *                          3: a length, and a name
 *                          4: 16 bytes of IPv6
 * </pre>
 *
 * @param command a {@link SocksCommand#code}, or any other number from 0 to 255
 */
public record Socks5Request(int command, Destination destination) implements SocksMessage {
    /** Checks the range. */
    public Socks5Request {
        Octets.requireOne("command", command);
    }

    @Override
    public Bytes encode() {
        return Octets.socks5(command, destination);
    }
}
