package dev.sennit.socks;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;

/** Pieces of which messages are made. */
final class Octets {
    static final int IPV4 = 1;
    static final int NAME = 3;
    static final int IPV6 = 4;
    static final int IPV4_BYTES = 4;
    static final int IPV6_BYTES = 16;

    /** How an address begins that says in SOCKS 4a that a name follows; its last byte is not zero. */
    static final Bytes NAME_FOLLOWS = Bytes.hex("000000");

    private Octets() {}

    static void requireOne(String what, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(what + " must be 0 to 255, not " + value);
        }
    }

    static void requireIpv4(TcpAddress address) {
        if (address.ip().getAddress().length != IPV4_BYTES) {
            throw new IllegalArgumentException("SOCKS 4 has no IPv6 addresses, such as " + address.host());
        }
    }

    /** Whether these bytes are an address in SOCKS 4, and do not say that a name follows. */
    static boolean isSocks4Address(Bytes octets) {
        return octets.length() == IPV4_BYTES && !(octets.startsWith(NAME_FOLLOWS) && octets.byteAt(3) != 0);
    }

    static void addPort(ByteQueue out, int port) {
        out.add((byte) (port >> 8));
        out.add((byte) port);
    }

    static Bytes socks5(int commandOrCode, Destination place) {
        ByteQueue out = new ByteQueue();
        out.add((byte) 5);
        out.add((byte) commandOrCode);
        out.add((byte) 0);
        if (place instanceof Destination.Name name) {
            out.add((byte) NAME);
            out.add((byte) name.name().length());
            out.add(Bytes.ascii(name.name()));
        } else if (place instanceof Destination.Ip ip) {
            Bytes octets = ip.octets();
            out.add((byte) (octets.length() == IPV4_BYTES ? IPV4 : IPV6));
            out.add(octets);
        }
        addPort(out, place.port());
        return out.takeAll();
    }
}
