package dev.sennit.protocol.proxy;

import dev.sennit.transport.Address;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.TcpAddress;
import java.util.List;

/**
 * From where a PROXY header is believed. Whoever can send one can claim to be anybody.
 *
 * <p>What does not come over a network, such as a memory link, is always trusted.
 *
 * @param networks of the proxies
 */
public record TrustedSources(List<IpNetwork> networks) {
    /** This machine only: 127.0.0.0/8 and ::1. */
    public static final TrustedSources LOOPBACK =
            new TrustedSources(List.of(IpNetwork.parse("127.0.0.0/8"), IpNetwork.parse("::1")));

    /** Everywhere: only for a port that nobody but a proxy can reach. */
    public static final TrustedSources ANYWHERE =
            new TrustedSources(List.of(IpNetwork.parse("0.0.0.0/0"), IpNetwork.parse("::/0")));

    /** Keeps its own copy of the list. */
    public TrustedSources {
        networks = List.copyOf(networks);
    }

    /** Whether a header from this address is believed. */
    public boolean include(Address source) {
        return !(source instanceof TcpAddress tcp) || networks.stream().anyMatch(network -> network.contains(tcp.ip()));
    }

    /** The networks with commas between them. */
    @Override
    public String toString() {
        return String.join(", ", networks.stream().map(IpNetwork::toString).toList());
    }
}
