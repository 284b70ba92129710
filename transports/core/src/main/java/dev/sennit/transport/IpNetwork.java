package dev.sennit.transport;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IP addresses whose first bits are those of one address (RFC 4632). An IPv4 address is in no IPv6 network.
 *
 * @param address the bits after the first so-many do not count
 * @param prefixBits 0 to 32, or to 128 for IPv6
 */
public record IpNetwork(InetAddress address, int prefixBits) {
    private static final Pattern TEXT = Pattern.compile("([^/]+)(?:/(0|[1-9]\\d{0,2}))?");

    /** This machine: 127.0.0.0/8 and ::1. */
    public static final List<IpNetwork> LOOPBACK = List.of(parse("127.0.0.0/8"), parse("::1"));

    /** Every address. */
    public static final List<IpNetwork> ANYWHERE = List.of(parse("0.0.0.0/0"), parse("::/0"));

    /** Checks the range. */
    public IpNetwork {
        int most = address.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > most) {
            throw new IllegalArgumentException("a prefix of " + new TcpAddress(address, 0).host() + " has 0 to " + most
                    + " bits, not " + prefixBits);
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static IpNetwork parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a network such as 10.0.0.0/8 or fd00::/8");
        }
        InetAddress address = TcpAddress.of(parts.group(1), 0).ip();
        int whole = address.getAddress().length * Byte.SIZE;
        return new IpNetwork(address, parts.group(2) == null ? whole : Integer.parseInt(parts.group(2)));
    }

    /** Whether an address is in one of the networks. One that is not of IP, such as a memory link's, always is. */
    public static boolean anyContains(Collection<IpNetwork> networks, Address candidate) {
        return !(candidate instanceof TcpAddress tcp) || networks.stream().anyMatch(each -> each.contains(tcp.ip()));
    }

    /** Whether the address is in this network; its scope does not count. */
    public boolean contains(InetAddress candidate) {
        byte[] mine = address.getAddress();
        byte[] theirs = candidate.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int wholeBytes = prefixBits / Byte.SIZE;
        for (int i = 0; i < wholeBytes; i++) {
            if (mine[i] != theirs[i]) {
                return false;
            }
        }
        int bits = prefixBits % Byte.SIZE;
        int mask = 0xff00 >> bits;
        return bits == 0 || (mine[wholeBytes] & mask & 0xff) == (theirs[wholeBytes] & mask & 0xff);
    }

    /** As it is read; a single address without its prefix. */
    @Override
    public String toString() {
        String host = new TcpAddress(address, 0).host();
        return prefixBits == address.getAddress().length * Byte.SIZE ? host : host + "/" + prefixBits;
    }
}
