package dev.sennit.socks.server;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.IpNetwork;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where clients may go. Judged for each address that a destination has, once a name has been looked up:
 *
 * <ol>
 *   <li>An address that an entry of {@code deny} matches is refused. So is an IPv6 address that carries an IPv4 address
 *       which such an entry matches: mapped, translated, of NAT64, 6to4, Teredo or ISATAP.
 *   <li>If {@code allow} has entries, an address that none of them matches is refused.
 *   <li>An address that is not public is refused unless an entry of {@code allow} is a network that contains it. Not public
 *       are the addresses of this machine, each address of its network interfaces included, those of private networks, and
 *       IPv6 addresses that carry such an IPv4 address. An entry with a name does not suffice: the owner of a name decides
 *       where it leads.
 * </ol>
 *
 * <p>The unspecified addresses 0.0.0.0 and :: are judged as 127.0.0.1 and ::1, and connections go there.
 *
 * @param allow where clients may go; empty for everywhere
 * @param deny where they may not go in spite of that
 */
public record AccessRules(List<AccessEntry> allow, List<AccessEntry> deny) {
    private static final Logger LOG = System.getLogger(AccessRules.class.getName());

    /** Every public address. */
    public static final AccessRules PUBLIC = new AccessRules(List.of(), List.of());

    /** Every address, this machine's own included. */
    public static final AccessRules EVERYWHERE =
            new AccessRules(List.of(AccessEntry.parse("0.0.0.0/0"), AccessEntry.parse("::/0")), List.of());

    /** Those that lead to this machine, its neighbours or nobody (RFC 6890), and those that stand for others of IPv4. */
    private static final List<IpNetwork> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "::ffff:0:0:0/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(IpNetwork::parse)
            .toList();

    /** Keeps its own copies of the lists. */
    public AccessRules {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /**
     * Whether a client may go there. Asks the system for the addresses of its network interfaces.
     *
     * @param asked the destination as the client has said it
     * @param address one that it has
     */
    public boolean permit(Destination asked, InetAddress address) {
        return permit(asked, address, AccessRules::isOwn);
    }

    /** Does the same where this predicate tells which addresses are those of this machine. */
    boolean permit(Destination asked, InetAddress address, Predicate<InetAddress> own) {
        List<InetAddress> forms = AddressForms.all(address);
        InetAddress target = forms.get(0);
        if (deny.stream().anyMatch(entry -> forms.stream().anyMatch(form -> entry.matches(asked, form)))) {
            return false;
        }
        if (!allow.isEmpty() && allow.stream().noneMatch(entry -> entry.matches(asked, target))) {
            return false;
        }
        return allow.stream().anyMatch(entry -> entry.opens(asked, target))
                || forms.stream().allMatch(form -> isPublic(form) && !own.test(form));
    }

    /** Whether a network interface of this machine has the address now; also true if the system does not tell. */
    static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            LOG.log(Level.WARNING, "the addresses of this machine cannot be read, so none is open to clients", unknown);
            return true;
        }
    }

    private static boolean isPublic(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
    }
}
