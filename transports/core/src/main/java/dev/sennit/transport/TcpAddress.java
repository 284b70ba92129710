package dev.sennit.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address and a TCP port.
 *
 * @param ip IPv4 or IPv6, with its scope if it has one; the wildcard means every interface
 * @param port 0 to 65535; 0 asks a listener for a free one
 */
public record TcpAddress(InetAddress ip, int port) implements Address {
    private static final Pattern ZERO_GROUPS = Pattern.compile("\\b0(:0)*\\b");

    /** Without leading zeros, since some programs read a number with one as octal. */
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
    private static final Pattern IPV4_LITERAL = Pattern.compile(IPV4);

    /** What the JDK may be given to parse: it looks up some other texts with a colon as names. */
    private static final Pattern IPV6_LITERAL =
            Pattern.compile("([0-9a-fA-F]{0,4}:)+([0-9a-fA-F]{0,4}|" + IPV4 + ")(%.+)?");

    /** Checks the port. */
    public TcpAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
    }

    /** Takes over a resolved socket address. */
    public static TcpAddress of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new IllegalArgumentException(address.getHostString() + " is a name, not an IP address");
        }
        return new TcpAddress(ip, address.getPort());
    }

    /**
     * Reads an IP address literal; never asks a resolver. An IPv4 address is four decimal numbers without leading zeros;
     * an IPv6 address is one of RFC 4291, section 2.2, and may have a scope.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static TcpAddress of(String literal, int port) {
        Pattern pattern = literal.contains(":") ? IPV6_LITERAL : IPV4_LITERAL;
        if (!pattern.matcher(literal).matches()) {
            throw new IllegalArgumentException("'" + literal + "' is not an IP address literal");
        }
        try {
            return new TcpAddress(InetAddress.getByName(literal), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + literal + "' is not an IP address literal", e);
        }
    }

    /** 127.0.0.1 at this port. */
    public static TcpAddress loopback(int port) {
        return of("127.0.0.1", port);
    }

    /** Every interface, IPv6 and IPv4 alike where the machine has both. */
    public static TcpAddress any(int port) {
        return of("::", port);
    }

    /** The same as the JDK's type. */
    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(ip, port);
    }

    /** IPv4 as {@code 127.0.0.1:80}; IPv6 in brackets, in the short form of RFC 5952 section 4: {@code [::1]:80}. */
    @Override
    public String toString() {
        return ip instanceof Inet6Address ? "[" + host() + "]:" + port : host() + ":" + port;
    }

    /** The IP address as text, without brackets. */
    public String host() {
        String host = ip.getHostAddress();
        return ip instanceof Inet6Address ? shortForm(host) : host;
    }

    /** Puts {@code ::} in the place of the longest run of two or more zero groups. */
    private static String shortForm(String full) {
        int scope = full.indexOf('%');
        String groups = scope < 0 ? full : full.substring(0, scope);
        int from = 0;
        int to = 1;
        for (Matcher run = ZERO_GROUPS.matcher(groups); run.find(); ) {
            if (run.end() - run.start() > to - from) {
                from = run.start();
                to = run.end();
            }
        }
        if (to - from > 1) {
            String before = groups.substring(0, from).replaceAll(":$", "");
            String after = groups.substring(to).replaceAll("^:", "");
            groups = before + "::" + after;
        }
        return scope < 0 ? groups : groups + full.substring(scope);
    }
}
