package dev.sennit.transport.contract;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a suite runs on: two reactors, or one twice, how to listen and connect between them, and how to wait.
 *
 * @param server where the accepting ends live
 * @param client where the connecting ends live
 * @param places where a listener is asked for, with a free port or name each time
 * @param opening how listeners and connections are opened
 * @param resets whether the other end can tell an abort from an end
 * @param waiting how the test waits
 * @param release frees what the bench holds; the reactors are closed before
 */
public record ContractBench(
        Reactor server,
        Reactor client,
        Supplier<? extends Address> places,
        Opening opening,
        boolean resets,
        Waiting waiting,
        Runnable release)
        implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** One with an address that is free each time, and with resets. */
    public ContractBench(
            Reactor server, Reactor client, Address listenAt, Opening opening, Waiting waiting, Runnable release) {
        this(server, client, () -> listenAt, opening, true, waiting, release);
    }

    /** How listeners and connections are opened. */
    public interface Opening {
        Deferred<Listener> listen(Reactor on, Address at, ListenOptions options, ProtocolFactory<?> factory);

        <P extends Protocol> Deferred<P> connect(
                Reactor from, Address to, ConnectOptions options, ProtocolFactory<P> factory);

        /**
         * Whether the accepting side makes its protocol whatever the connecting side does once it is connected: not where
         * that side waits for no answer, so that its reset may overtake what was sent first.
         */
        default boolean alwaysAccepts() {
            return true;
        }

        /**
         * Whether a connect may fail with the reset itself where the accepting side resets at once: where a step of the
         * connecting side's handshake runs on workers, and the reset comes during the last.
         */
        default boolean resetMayOvertakeTheHandshake() {
            return false;
        }
    }

    /** Two hosts of a network under virtual time. */
    public static ContractBench simulated(MemoryNetwork network) {
        MemoryHost server = network.host("server");
        MemoryHost client = network.host("client");
        return new ContractBench(
                server, client, server.address(0), new ByReactor(), new Waiting.Virtual(network), () -> {});
    }

    /** Reactors with threads of their own. */
    public static ContractBench real(Reactor server, Reactor client, Address listenAt) {
        return new ContractBench(server, client, listenAt, new ByReactor(), new Waiting.Real(DEADLINE), () -> {});
    }

    /** Names in a hub, between reactors with threads of their own. */
    public static ContractBench hub(MemoryHub hub, Reactor server, Reactor client) {
        return hub(hub, server, client, new Waiting.Real(DEADLINE));
    }

    /** Names in a hub, between any reactors. */
    public static ContractBench hub(MemoryHub hub, Reactor server, Reactor client, Waiting waiting) {
        return new ContractBench(server, client, new MemoryAddress("contract"), new ByHub(hub), waiting, hub::close);
    }

    /** Where to listen next. */
    public Address listenAt() {
        return places.get();
    }

    /** The same, where a listener is asked for at another place each time. */
    public ContractBench at(Supplier<? extends Address> listenAt) {
        return new ContractBench(server, client, listenAt, opening, resets, waiting, release);
    }

    /** The same on what knows no resets: the other end cannot tell an abort from an end. */
    public ContractBench withoutResets() {
        return new ContractBench(server, client, places, opening, false, waiting, release);
    }

    /** The same with a layer more under each protocol, at both ends. */
    public ContractBench through(Supplier<? extends Layer> layer) {
        return new ContractBench(server, client, places, new Layered(opening, layer), resets, waiting, release);
    }

    @Override
    public void close() {
        release.run();
        for (Reactor reactor : List.of(server, client)) {
            reactor.close();
        }
    }

    /** By asking the reactors themselves. */
    public record ByReactor() implements Opening {
        @Override
        public Deferred<Listener> listen(Reactor on, Address at, ListenOptions options, ProtocolFactory<?> factory) {
            return on.listen(at, options, factory);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Reactor from, Address to, ConnectOptions options, ProtocolFactory<P> factory) {
            return from.connect(to, options, factory);
        }
    }

    private record ByHub(MemoryHub hub) implements Opening {
        @Override
        public Deferred<Listener> listen(Reactor on, Address at, ListenOptions options, ProtocolFactory<?> factory) {
            return hub.listen(name(at), on, options, factory);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Reactor from, Address to, ConnectOptions options, ProtocolFactory<P> factory) {
            return hub.connect(name(to), from, options, factory);
        }

        private static String name(Address address) {
            return ((MemoryAddress) address).name();
        }
    }

    private record Layered(Opening below, Supplier<? extends Layer> layer) implements Opening {
        @Override
        public Deferred<Listener> listen(Reactor on, Address at, ListenOptions options, ProtocolFactory<?> factory) {
            return below.listen(on, at, options, factory.through(layer));
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Reactor from, Address to, ConnectOptions options, ProtocolFactory<P> factory) {
            return below.connect(from, to, options, factory.through(layer));
        }
    }
}
