package dev.sennit.socks.server;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.bytes.Bytes;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some destinations: those in a network, or of a name, and all of their ports or some.
 *
 * <pre>
 *   10.0.0.0/8          192.0.2.7:80        fd00::/8        [fd00::/8]:8000-8999
 *   example.org:443     *.example.org       *               *:25
 * </pre>
 *
 * <p>{@code *.example.org} is every name that ends so, and not {@code example.org} itself; {@code *} is every name and
 * every address.
 *
 * @param network the addresses; empty if it goes by the name
 * @param name in lower case, as above; empty if it goes by the address
 * @param firstPort 0 to 65535
 * @param lastPort not below the first
 */
public record AccessEntry(Optional<IpNetwork> network, String name, int firstPort, int lastPort) {
    private static final String ANY = "*";
    private static final int LAST_PORT = 65_535;
    private static final Pattern NAME = Pattern.compile("\\*|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]+)](?::(.*))?");
    private static final Pattern PLAIN = Pattern.compile("([^:\\[\\]]+)(?::([^:]*))?");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    /** Checks the range of ports. */
    public AccessEntry {
        if (firstPort < 0 || lastPort > LAST_PORT || firstPort > lastPort) {
            throw new IllegalArgumentException("ports are 0 to 65535, not " + firstPort + "-" + lastPort);
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static AccessEntry parse(String text) {
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches()) {
            return of(text, bracketed.group(1), Optional.ofNullable(bracketed.group(2)));
        }
        Matcher plain = PLAIN.matcher(text);
        return plain.matches()
                ? of(text, plain.group(1), Optional.ofNullable(plain.group(2)))
                : of(text, text, Optional.empty());
    }

    private static AccessEntry of(String whole, String host, Optional<String> ports) {
        Matcher range = PORTS.matcher(ports.orElse("0-" + LAST_PORT));
        if (!range.matches()) {
            throw wrong(whole);
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        String name = host.toLowerCase(Locale.ROOT);
        try {
            boolean isNetwork = host.contains(":") || host.matches("[0-9./]+");
            if (isNetwork) {
                return new AccessEntry(Optional.of(IpNetwork.parse(host)), "", first, last);
            }
            if (NAME.matcher(name).matches()) {
                return new AccessEntry(Optional.empty(), name, first, last);
            }
        } catch (IllegalArgumentException noNetwork) {
            throw wrong(whole);
        }
        throw wrong(whole);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("'" + Bytes.utf8(text)
                + "' is not a network, a name or *, such as 10.0.0.0/8, *.example.org:443 or [fd00::/8]:80-90");
    }

    /** Whether a connection there is one of these. */
    boolean matches(Destination asked, InetAddress address) {
        return hasPort(asked.port()) && (network.isPresent() ? holds(address) : matchesName(asked));
    }

    /** Whether this opens the address by name of its network. */
    boolean opens(Destination asked, InetAddress address) {
        return hasPort(asked.port()) && holds(address);
    }

    private boolean hasPort(int port) {
        return port >= firstPort && port <= lastPort;
    }

    private boolean holds(InetAddress address) {
        return network.isPresent() && network.get().contains(address);
    }

    private boolean matchesName(Destination asked) {
        if (name.equals(ANY)) {
            return true;
        }
        if (!(asked instanceof Destination.Name known)) {
            return false;
        }
        String host = known.name().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name);
    }

    /** As it is read. */
    @Override
    public String toString() {
        String host = network.map(IpNetwork::toString).orElse(name);
        if (firstPort == 0 && lastPort == LAST_PORT) {
            return host;
        }
        String ports = firstPort == lastPort ? String.valueOf(firstPort) : firstPort + "-" + lastPort;
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + ports;
    }
}
