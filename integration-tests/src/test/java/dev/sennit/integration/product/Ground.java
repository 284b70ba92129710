package dev.sennit.integration.product;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Resolver;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.unix.jnr.JnrSockets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What a product stands on.
 *
 * @param servers where sites listen
 * @param proxies where proxies do
 * @param clients where clients connect
 * @param places makes places that are free
 * @param waits how to let things happen
 * @param release asks whether anything was left open, and frees the rest
 */
record Ground(
        EndpointContext servers,
        EndpointContext proxies,
        EndpointContext clients,
        Supplier<Places> places,
        Waits waits,
        Runnable release) {
    static final String SITE = "site.test";
    static final String PROXY = "proxy.test";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Hosts of a simulated network. */
    static Ground ofSimulatedTcp() {
        return simulated(() -> new Tcp(""));
    }

    /** Names in a hub, between hosts under virtual time. */
    static Ground ofMemory() {
        return simulated(() -> new Names("memory:" + NUMBERS.incrementAndGet() + "-"));
    }

    private static Ground simulated(Supplier<Places> places) {
        MemoryNetwork network = MemoryNetwork.seeded(1);
        MemoryHost server = network.host("server");
        MemoryHost proxy = network.host("proxy");
        MemoryHost client = network.host("client");
        EndpointContext servers = EndpointContext.on(server)
                .withHub(new MemoryHub())
                .withResolver(names(List.of(server.ip()), List.of(proxy.ip())));
        return new Ground(
                servers, servers.withReactor(proxy), servers.withReactor(client), places, Waits.on(network), () -> {});
    }

    /** The machine's own TCP. */
    static Ground ofTcp() {
        return real(() -> new Tcp(":interface=127.0.0.1"), NioSettings.DEFAULT);
    }

    /** Paths in this directory. */
    static Ground ofPaths(Path directory) {
        return real(() -> path(directory), NioSettings.DEFAULT);
    }

    /** Paths in this directory, by jnr-unixsocket. */
    static Ground ofPathsByJnr(Path directory) {
        return real(() -> path(directory), NioSettings.DEFAULT.withSockets(new JnrSockets()));
    }

    private static Names path(Path directory) {
        return new Names("unix:" + directory.resolve(NUMBERS.incrementAndGet() + "-"));
    }

    /** Abstract names. */
    static Ground ofAbstractNames() {
        String prefix = "unix:@sennit-products-" + ProcessHandle.current().pid() + "-";
        return real(() -> new Names(prefix + NUMBERS.incrementAndGet() + "-"), NioSettings.DEFAULT);
    }

    private static Ground real(Supplier<Places> places, NioSettings settings) {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Reactor server = new NioReactor(settings.withLoops(2));
        Reactor proxy = new NioReactor(settings.withLoops(1));
        Reactor client = new NioReactor(settings.withLoops(1));
        List<InetAddress> here = List.of(TcpAddress.loopback(0).ip());
        EndpointContext servers = EndpointContext.on(server).withResolver(names(here, here));
        List<Reactor> own = List.of(server, proxy, client);
        return new Ground(
                servers, servers.withReactor(proxy), servers.withReactor(client), places, Waits.upTo(TIMEOUT), () -> {
                    try {
                        own.forEach(each -> assertNothingIsOpen(each, before));
                    } finally {
                        own.forEach(Reactor::close);
                    }
                });
    }

    private static Resolver names(List<InetAddress> site, List<InetAddress> proxy) {
        return host -> switch (host) {
            case SITE -> Deferred.of(site);
            case PROXY -> Deferred.of(proxy);
            default -> Deferred.failed(new UnknownHostException(host));
        };
    }

    /** A reactor's threads end by themselves once nothing is open and no timer is set. */
    private static void assertNothingIsOpen(Reactor reactor, Set<Thread> before) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && reactor.toString().contains(thread.getName())) {
                try {
                    thread.join(TIMEOUT.toMillis());
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                assertFalse(thread.isAlive(), () -> "something is still open on " + thread.getName());
            }
        }
    }

    /** How ports are said in endpoint strings. */
    sealed interface Places {
        /** Where to listen: at this port, or any. */
        String server(int port);

        /** Exactly where this one listens. */
        String serverAt(Listener open);

        /** How to connect to a host's port. */
        String client(String host, int port);

        /** Whether a host's name and port lead there by themselves. */
        boolean areOfHosts();

        /** The port. */
        int port(Listener open);
    }

    /** TCP, where the system gives out the ports. */
    record Tcp(String options) implements Places {
        @Override
        public String server(int port) {
            return "tcp:0" + options;
        }

        @Override
        public String serverAt(Listener open) {
            return "tcp:" + port(open) + options;
        }

        @Override
        public String client(String host, int port) {
            return "tcp:" + host + ":" + port;
        }

        @Override
        public boolean areOfHosts() {
            return true;
        }

        @Override
        public int port(Listener open) {
            return ((TcpAddress) open.address()).port();
        }
    }

    /** What knows no hosts: each port has a name, which ends with it. */
    record Names(String prefix) implements Places {
        @Override
        public String server(int port) {
            return prefix + port;
        }

        @Override
        public String serverAt(Listener open) {
            return server(port(open));
        }

        @Override
        public String client(String host, int port) {
            return prefix + port;
        }

        @Override
        public boolean areOfHosts() {
            return false;
        }

        @Override
        public int port(Listener open) {
            return Integer.parseInt(open.address().toString().substring(prefix.length()));
        }
    }
}
