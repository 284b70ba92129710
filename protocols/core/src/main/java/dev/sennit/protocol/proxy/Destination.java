package dev.sennit.protocol.proxy;

import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A place that a proxy is to lead to, or where it has opened something, as the protocols of proxies carry it: an IP address
 * without a scope or a name in ASCII, and a port.
 */
public sealed interface Destination {
    /** The port, 0 to 65535. */
    int port();

    /** The IP address as text, without brackets, or the name. */
    String host();

    /**
     * Takes a host as a user writes it: an IP address literal, an IPv6 one without brackets, or else a name, which is not
     * looked up. A name's letters outside ASCII are put into the form that is asked of name servers (RFC 5891).
     *
     * @throws IllegalArgumentException if it is neither; the message says why
     */
    static Destination of(String host, int port) {
        if (Ip.LITERAL.matcher(host).matches()) {
            return new Ip(TcpAddress.of(host, port));
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host);
        } catch (IllegalArgumentException noName) {
            throw new IllegalArgumentException("'" + Bytes.utf8(host) + "' is not a host name", noName);
        }
        return new Name(ascii, port);
    }

    /**
     * Takes a host as another machine sends it where a name belongs: an IP address literal, an IPv6 one without brackets
     * and scope, or else a name in ASCII. It is not looked up.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Destination named(String host, int port) {
        return Ip.LITERAL.matcher(host).matches() ? new Ip(TcpAddress.of(host, port)) : new Name(host, port);
    }

    /**
     * An IP address and a port.
     *
     * @param address without a scope: that would mean nothing elsewhere
     */
    record Ip(TcpAddress address) implements Destination {
        /** What is meant as an IP address, be it right or wrong: four numbers are no name (RFC 1123, section 2.1). */
        private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[^:]*:.*", Pattern.DOTALL);

        /** Checks that there is no scope. */
        public Ip {
            if (address.ip() instanceof Inet6Address ip && (ip.getScopeId() != 0 || ip.getScopedInterface() != null)) {
                throw new IllegalArgumentException(
                        "an address with a scope means nothing to another machine: " + address);
            }
        }

        /**
         * Makes one of an address as it is on the wire. One of IPv4 mapped into IPv6 becomes one of IPv4.
         *
         * @param octets 4 or 16 bytes
         */
        public static Ip of(Bytes octets, int port) {
            try {
                return new Ip(new TcpAddress(InetAddress.getByAddress(octets.toByteArray()), port));
            } catch (UnknownHostException wrongLength) {
                throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + octets.length(), wrongLength);
            }
        }

        /** The address as it is on the wire, 4 or 16 bytes. */
        public Bytes octets() {
            return Bytes.copyOf(address.ip().getAddress());
        }

        @Override
        public int port() {
            return address.port();
        }

        @Override
        public String host() {
            return address.host();
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /**
     * A name and a port.
     *
     * @param name 1 to 255 characters of ASCII, without those that part a name from what is around it
     */
    record Name(String name, int port) implements Destination {
        /** The most characters that a name may have: what one byte can count. */
        public static final int LIMIT = 255;

        private static final Pattern NAME = Pattern.compile("[!-~&&[^:/@?#%\\[\\]\\\\\"<>]]+");

        /** Checks the ranges. */
        public Name {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + Bytes.utf8(name) + "' is not a host name");
            }
            if (name.length() > LIMIT) {
                throw new IllegalArgumentException(
                        "a host name has at most " + LIMIT + " characters, not " + name.length());
            }
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
            }
        }

        @Override
        public String host() {
            return name;
        }

        @Override
        public String toString() {
            return name + ":" + port;
        }
    }
}
