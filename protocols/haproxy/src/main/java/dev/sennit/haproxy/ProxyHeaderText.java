package dev.sennit.haproxy;

import dev.sennit.protocol.Limit;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.PeerViolationException;
import java.net.Inet4Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version 1, which is one line.
 *
 * <pre>
 *   PROXY TCP4 192.0.2.1 198.51.100.2 56324 443 CR LF
 *   PROXY TCP6 2001:db8::1 2001:db8::2 56324 443 CR LF
 *   PROXY UNKNOWN … CR LF
 * </pre>
 */
final class ProxyHeaderText {

    static final Bytes START = Bytes.ascii("PROXY ");
    static final Bytes END = Bytes.ascii("\r\n");
    /** On the line with its end. */
    static final Limit LIMIT = new Limit("PROXY header of version 1 in bytes", 107);

    private static final String RULE = "PROXY protocol, section 2.1";
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: .*)?", Pattern.DOTALL);
    private static final Pattern TCP =
            Pattern.compile("PROXY (?:TCP4 ([\\d.]+) ([\\d.]+)|TCP6 ([\\da-fA-F:.]+) ([\\da-fA-F:.]+)) (\\d+) (\\d+)");

    private ProxyHeaderText() {}

    static Bytes encode(Origin origin) {
        if (!(origin instanceof Origin.Ip ip)) {
            return Bytes.ascii("PROXY UNKNOWN\r\n");
        }
        boolean ipv4 = isIpv4(ip.source()) && isIpv4(ip.destination());
        return Bytes.ascii("PROXY " + (ipv4 ? "TCP4 " : "TCP6 ") + host(ip.source(), ipv4) + " "
                + host(ip.destination(), ipv4) + " " + ip.source().port() + " "
                + ip.destination().port() + "\r\n");
    }

    /** Reads a line without its end. */
    static ProxyHeader parse(Bytes line) {
        String text = line.toLatin1();
        if (UNKNOWN.matcher(text).matches()) {
            return ProxyHeader.version1(new Origin.Unknown());
        }
        Matcher tcp = TCP.matcher(text);
        if (!tcp.matches()) {
            throw new PeerViolationException(
                    "'" + line + "' is none of 'PROXY TCP4|TCP6 SOURCE DESTINATION PORT PORT' and 'PROXY UNKNOWN'",
                    RULE);
        }
        boolean ipv4 = tcp.group(1) != null;
        return ProxyHeader.version1(Origin.Ip.tcp(
                address(tcp.group(ipv4 ? 1 : 3), tcp.group(5), !ipv4),
                address(tcp.group(ipv4 ? 2 : 4), tcp.group(6), !ipv4)));
    }

    private static TcpAddress address(String ip, String port, boolean ipv6) {
        // One digit too many is not even parsed; a zero in front of others is against the rules.
        if (port.length() > 5 || (port.length() > 1 && port.startsWith("0")) || Integer.parseInt(port) > 65_535) {
            throw new PeerViolationException("'" + port + "' is not a port", RULE);
        }
        try {
            if (ip.contains(":") == ipv6) {
                return TcpAddress.of(ip, Integer.parseInt(port));
            }
        } catch (IllegalArgumentException noAddress) {
            // Told below, as for one of the other version.
        }
        throw new PeerViolationException("'" + ip + "' is not an IPv" + (ipv6 ? 6 : 4) + " address", RULE);
    }

    private static boolean isIpv4(TcpAddress address) {
        return address.ip() instanceof Inet4Address;
    }

    /** An IPv4 address beside one of IPv6 is mapped into that; a scope would mean nothing to the other side. */
    private static String host(TcpAddress address, boolean bothIpv4) {
        String host = address.host().replaceFirst("%.*", "");
        return isIpv4(address) && !bothIpv4 ? "::ffff:" + host : host;
    }
}
