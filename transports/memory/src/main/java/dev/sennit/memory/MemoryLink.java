package dev.sennit.memory;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ForwardingFactory;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import java.util.ArrayList;
import java.util.List;

/**
 * Two protocols face to face, for tests of both at once; a {@link MemoryNetwork} of two hosts underneath.
 *
 * <pre>{@code
 * var link = MemoryLink.join(Asker::new, Echo::new, LinkRules.DEFAULT.withPieces(1));
 * link.run();
 * assertEquals("hello", link.client().answer());
 * }</pre>
 *
 * <p>Both have heard {@code connectionMade} when {@code join} returns; what they sent there is under way.
 *
 * @param <C> the client's protocol
 * @param <S> the server's protocol
 */
public final class MemoryLink<C extends Protocol, S extends Protocol> {
    private static final int PORT = 1;

    private final MemoryNetwork network;
    private final C client;
    private final S server;
    private final Transport clientTransport;
    private final Transport serverTransport;

    private MemoryLink(MemoryNetwork network, Made<C> client, Made<S> server) {
        this.network = network;
        this.client = client.protocol;
        this.server = server.protocol;
        this.clientTransport = client.transport;
        this.serverTransport = server.transport;
    }

    /** Joins two protocols by a link that carries everything at once and whole. */
    public static <C extends Protocol, S extends Protocol> MemoryLink<C, S> join(
            ProtocolFactory<C> client, ProtocolFactory<S> server) {
        return join(client, server, LinkRules.DEFAULT);
    }

    /** Joins two protocols by a link with these rules; chances are drawn from seed 1. */
    public static <C extends Protocol, S extends Protocol> MemoryLink<C, S> join(
            ProtocolFactory<C> client, ProtocolFactory<S> server, LinkRules rules) {
        MemoryNetwork network = MemoryNetwork.seeded(1).withRules(rules);
        MemoryHost near = network.host("client");
        MemoryHost far = network.host("server");
        TcpAddress address = far.address(PORT);
        Noting<C> clients = new Noting<>(client);
        Noting<S> servers = new Noting<>(server);
        network.await(far.listen(address, ListenOptions.DEFAULT, servers));
        network.await(near.connect(address, ConnectOptions.DEFAULT, clients));
        network.runUntil(() -> !servers.made.isEmpty());
        return new MemoryLink<>(network, clients.made.get(0), servers.made.get(0));
    }

    /** The client's protocol. */
    public C client() {
        return client;
    }

    /** The server's protocol. */
    public S server() {
        return server;
    }

    /** What the client's protocol writes to. */
    public Transport clientTransport() {
        return clientTransport;
    }

    /** What the server's protocol writes to. */
    public Transport serverTransport() {
        return serverTransport;
    }

    /** The two hosts, {@code client} and {@code server}, and their time. */
    public MemoryNetwork network() {
        return network;
    }

    /** Runs until nothing is under way any more, as {@link MemoryNetwork#run}. */
    public void run() {
        network.run();
    }

    /** Runs one task, or what arrives next, as {@link MemoryNetwork#step}. */
    public boolean pump() {
        return network.step();
    }

    /** Loses the link: what is sent from now on waits for {@link #heal}, and nobody hears of it. */
    public void drop() {
        network.partition(network.host("client"), network.host("server"));
    }

    /** Takes {@link #drop} back. */
    public void heal() {
        network.heal(network.host("client"), network.host("server"));
    }

    /** Closes the client's end, in good order, and runs. */
    public void close() {
        clientTransport.close();
        run();
    }

    /** A protocol and what it was given. */
    private record Made<P extends Protocol>(P protocol, Transport transport) {}

    /** Notes what a factory makes. */
    private static final class Noting<P extends Protocol> extends ForwardingFactory<P> {
        private final List<Made<P>> made = new ArrayList<>();

        private Noting(ProtocolFactory<P> factory) {
            super(factory);
        }

        @Override
        public P protocolFor(Transport transport) {
            P protocol = super.protocolFor(transport);
            made.add(new Made<>(protocol, transport));
            return protocol;
        }
    }
}
