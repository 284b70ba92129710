package dev.sennit.socks.server;

import dev.sennit.transport.IpNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses that one address may lead to.
 *
 * <pre>
 *   ::ffff:a.b.c.d       IPv4-mapped         RFC 4291, section 2.5.5.2
 *   ::a.b.c.d            IPv4-compatible     RFC 4291, section 2.5.5.1
 *   ::ffff:0:a.b.c.d     IPv4-translated     RFC 2765, section 2.1
 *   64:ff9b::a.b.c.d     NAT64               RFC 6052, section 2.1
 *   64:ff9b:1:…:a.b.c.d  NAT64, local        RFC 8215
 *   2002:aabb:ccdd:…     6to4                RFC 3056, section 2
 *   2001:0:…             Teredo              RFC 4380, section 4; the last 32 bits, inverted
 *   …:5efe:a.b.c.d       ISATAP              RFC 5214, section 6.1
 * </pre>
 */
final class AddressForms {
    private static final InetAddress IPV4_LOOPBACK = address(new byte[] {127, 0, 0, 1});
    private static final InetAddress IPV6_LOOPBACK =
            address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    private static final int IPV6_BYTES = 16;
    private static final int LAST = 12;

    private static final List<Embedding> EMBEDDINGS = List.of(
            new Embedding(IpNetwork.parse("::/96"), LAST, 0),
            new Embedding(IpNetwork.parse("::ffff:0:0:0/96"), LAST, 0),
            new Embedding(IpNetwork.parse("64:ff9b::/96"), LAST, 0),
            new Embedding(IpNetwork.parse("64:ff9b:1::/48"), LAST, 0),
            new Embedding(IpNetwork.parse("2002::/16"), 2, 0),
            new Embedding(IpNetwork.parse("2001::/32"), LAST, 0xff));

    private AddressForms() {}

    /**
     * Returns the address that a connection to this one reaches: IPv4 for IPv4-mapped, and the loopback address for the
     * unspecified one, 0.0.0.0 or ::.
     */
    static InetAddress target(InetAddress address) {
        // A mapped address becomes one of IPv4 here, and one with a scope would lose it.
        InetAddress plain = address(address.getAddress());
        if (plain.isAnyLocalAddress()) {
            return plain.getAddress().length == IPV6_BYTES ? IPV6_LOOPBACK : IPV4_LOOPBACK;
        }
        return plain.equals(address) ? address : plain;
    }

    /** Returns {@link #target} of this address, then of each IPv4 address that it carries. */
    static List<InetAddress> all(InetAddress address) {
        List<InetAddress> forms = new ArrayList<>();
        InetAddress target = target(address);
        forms.add(target);
        byte[] octets = target.getAddress();
        if (octets.length == IPV6_BYTES && !target.isLoopbackAddress()) {
            EMBEDDINGS.stream()
                    .filter(embedding -> embedding.network().contains(target))
                    .forEach(embedding -> forms.add(embedding.ipv4(octets)));
            if (isIsatap(octets)) {
                forms.add(new Embedding(new IpNetwork(target, 0), LAST, 0).ipv4(octets));
            }
        }
        return forms;
    }

    private static boolean isIsatap(byte[] octets) {
        return (octets[8] & ~2) == 0 && octets[9] == 0 && octets[10] == 0x5e && octets[11] == (byte) 0xfe;
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + octets.length, wrongLength);
        }
    }

    /** Where the addresses of a network carry an IPv4 address, and what its bytes are inverted with. */
    private record Embedding(IpNetwork network, int offset, int mask) {
        InetAddress ipv4(byte[] octets) {
            byte[] ipv4 = Arrays.copyOfRange(octets, offset, offset + 4);
            for (int i = 0; i < ipv4.length; i++) {
                ipv4[i] ^= (byte) mask;
            }
            return target(address(ipv4));
        }
    }
}
