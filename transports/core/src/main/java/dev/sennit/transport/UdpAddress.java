package dev.sennit.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An IP address and a UDP port.
 *
 * @param ip IPv4 or IPv6, with its scope if it has one; the wildcard means every interface
 * @param port 0 to 65535; 0 asks for a free one
 */
public record UdpAddress(InetAddress ip, int port) implements Address {
    /** Checks the port. */
    public UdpAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }

    /** Takes over a resolved socket address. */
    public static UdpAddress of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new IllegalArgumentException(address.getHostString() + " is a name, not an IP address");
        }
        return new UdpAddress(ip, address.getPort());
    }

    /**
     * Reads an IP address literal; never asks a resolver.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static UdpAddress of(String literal, int port) {
        return new UdpAddress(TcpAddress.of(literal, port).ip(), port);
    }

    /** 127.0.0.1 at this port. */
    public static UdpAddress loopback(int port) {
        return of("127.0.0.1", port);
    }

    /** Every interface, IPv6 and IPv4 alike where the machine has both. */
    public static UdpAddress any(int port) {
        return of("::", port);
    }

    /** The same as the JDK's type. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(ip, port);
    }

    /** The IP address as text, without brackets. */
    public String host() {
        return new TcpAddress(ip, port).host();
    }

    /** IPv4 as {@code udp:127.0.0.1:53}; IPv6 in brackets, in the short form of RFC 5952 section 4: {@code udp:[::1]:53}. */
    @Override
    public String toString() {
        return "udp:" + new TcpAddress(ip, port);
    }
}
