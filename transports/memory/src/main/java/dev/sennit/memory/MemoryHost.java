package dev.sennit.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.LocalNames;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.spi.ConnectAttempt;
import dev.sennit.transport.spi.ConnectionGroup;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A machine in a {@link MemoryNetwork}: a reactor with one loop, which opens TCP addresses, and {@link MemoryAddress}es
 * that only it can reach.
 *
 * <p>A listener's family counts as on a real machine. Its backlog does not: whoever comes is let in the moment it arrives,
 * so nobody ever waits at the door. Neither do the options of sockets.
 *
 * <p>Work for {@link #workers} runs on the loop, {@link #workTime} later: nothing there may block. {@link #shutdown} is for
 * switching the machine off in good order: its connections are reset, and their peers hear of it.
 */
public final class MemoryHost implements Reactor {
    private static final int FIRST_FREE_PORT = 49152;
    private static final int PORTS = 65536;

    private final MemoryNetwork network;
    private final HostLoop loop;
    private final List<InetAddress> ips;
    private final Map<Address, Listening> doors = new HashMap<>();
    private final Set<TcpAddress> bound = new LinkedHashSet<>();
    private final Set<MemoryConnection> live = new LinkedHashSet<>();
    private final Set<MemoryConnection.Connect<?>> connecting = new LinkedHashSet<>();
    private final Deferred.Source<Void> ended;
    private int nextPort = FIRST_FREE_PORT;
    private int nextNumber = 1;
    private boolean outOfDescriptors;
    private boolean shutDown;

    MemoryHost(MemoryNetwork network, HostLoop loop, List<InetAddress> ips) {
        if (ips.isEmpty()) {
            throw new IllegalArgumentException("host " + loop + " needs at least one address");
        }
        this.network = network;
        this.loop = loop;
        this.ips = ips;
        this.ended = new Deferred.Source<>(loop);
    }

    /** What it is called. */
    public String name() {
        return loop.toString();
    }

    List<InetAddress> ips() {
        return ips;
    }

    /** Its first address. */
    public InetAddress ip() {
        return ips.get(0);
    }

    /** A port at its first address. */
    public TcpAddress address(int port) {
        return new TcpAddress(ip(), port);
    }

    /**
     * Sets whether the machine has run out of descriptors: then listeners turn peers away, and neither connects nor new
     * listeners succeed.
     */
    public void outOfDescriptors(boolean value) {
        outOfDescriptors = value;
        network.trace().add(this, value ? "has run out of descriptors" : "has descriptors again");
    }

    /**
     * Sets how much virtual time each piece of work takes that {@link #workers} are given from now on, such as a certificate
     * check that asks a server; zero at first. Pieces of work do not wait for one another.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public void workTime(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("the time of work must not be negative, not " + value);
        }
        loop.workTime(value);
    }

    /**
     * Sets what the connections that this host opens from now on may hold together, in bytes: the memory budget of its
     * reactor. By default a quarter of the heap.
     *
     * @param bytes 1 or more
     */
    public void memoryBudget(long bytes) {
        loop.memoryBudget(new MemoryBudget(bytes));
    }

    /** Resets every connection of this host, at both ends, as a device in the network would. */
    public void resetConnections() {
        List.copyOf(live).forEach(MemoryConnection::cut);
    }

    @Override
    public EventLoop nextLoop() {
        return loop;
    }

    @Override
    public CloseTimeouts closeTimeouts() {
        return network.conditions().timeouts();
    }

    @Override
    public Executor workers() {
        return loop.workers().orElseThrow();
    }

    @Override
    public Deferred<Listener> listen(Address address, ListenOptions options, ProtocolFactory<?> factory) {
        if (shutDown) {
            return Deferred.<Listener>failed(unsupported(address, "the host has been shut down"))
                    .on(loop);
        }
        Deferred.Source<Void> turn = new Deferred.Source<>(loop);
        loop.execute(() -> turn.succeed(null));
        return turn.deferred().thenCompose(none -> open(address, options, factory));
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Address address, ConnectOptions options, ProtocolFactory<P> factory) {
        if (shutDown) {
            return Deferred.<P>failed(MemoryConnection.Connect.shutDown(address))
                    .on(loop);
        }
        ConnectAttempt<P> attempt = new ConnectAttempt<>(loop, factory);
        MemoryConnection.Connect<P> connect = new MemoryConnection.Connect<>(network, this, address, options, attempt);
        attempt.onGivenUp(connect::stop);
        loop.execute(connect::start);
        return attempt.answer();
    }

    /**
     * Looks up the addresses of a name, as this host sees the network: {@code localhost} and the names under it are itself,
     * and every host is known by its name, in any case. Nobody else is.
     */
    @Override
    public Deferred<List<InetAddress>> resolve(String host, Executor threads) {
        List<InetAddress> known =
                LocalNames.isLocal(host) ? List.of(InetAddress.getLoopbackAddress()) : network.addressesOf(host);
        return known.isEmpty() ? Deferred.failed(new UnknownHostException(host)) : Deferred.of(known);
    }

    @Override
    public Deferred<Void> shutdown() {
        if (!shutDown) {
            shutDown = true;
            network.trace().add(this, "shuts down");
            loop.execute(() -> {
                List.copyOf(doors.values()).forEach(door -> door.listener().close());
                List.copyOf(connecting).forEach(MemoryConnection.Connect::failForShutdown);
                loop.evict();
                // Behind the turns that tell the connections.
                loop.afterThisPass(() -> {
                    loop.end();
                    ended.succeed(null);
                });
            });
        }
        return ended.deferred().named("shutting down " + this);
    }

    /** Done when {@link #shutdown} is: a simulated loop does not break. */
    @Override
    public Deferred<Void> ended() {
        return ended.deferred().thenAccept(none -> {});
    }

    /** Shuts down, and runs the network until that is done unless it runs already. */
    @Override
    public void close() {
        Deferred<Void> end = shutdown();
        if (!network.simulation().isBusy()) {
            network.await(end);
        }
    }

    @Override
    public String toString() {
        return name();
    }

    HostLoop loop() {
        return loop;
    }

    boolean isOutOfDescriptors() {
        return outOfDescriptors;
    }

    void connecting(MemoryConnection.Connect<?> connect, boolean begins) {
        if (begins) {
            connecting.add(connect);
        } else {
            connecting.remove(connect);
        }
    }

    /** Takes an open connection in, until it ends. */
    void adopt(MemoryConnection connection) {
        live.add(connection);
        connection.whenOver(() -> {
            live.remove(connection);
            unbind(connection.local());
        });
    }

    /** Takes a local address for a connection to a target, or answers null if that can't be had. */
    @Nullable
    Address bind(@Nullable TcpAddress wanted, Address target) {
        if (!(target instanceof TcpAddress tcp)) {
            return new MemoryAddress("#" + nextNumber++);
        }
        InetAddress ip = wanted != null && !wanted.ip().isAnyLocalAddress() ? wanted.ip() : sourceFor(tcp.ip());
        if (!isMine(ip)) {
            return null;
        }
        int port = wanted == null || wanted.port() == 0 ? freePort(ip) : wanted.port();
        TcpAddress address = new TcpAddress(ip, port);
        return bound.add(address) ? address : null;
    }

    void unbind(Address address) {
        bound.removeIf(address::equals);
    }

    /** Who listens for connections to this address. */
    @Nullable
    Listening doorAt(Address address) {
        Listening exact = doors.get(address);
        if (exact != null || !(address instanceof TcpAddress tcp)) {
            return exact;
        }
        for (Listening door : doors.values()) {
            if (door.listener().address() instanceof TcpAddress open
                    && open.port() == tcp.port()
                    && open.ip().isAnyLocalAddress()
                    && takes(door.options().family(), tcp.ip())) {
                return door;
            }
        }
        return null;
    }

    private static boolean takes(Family family, InetAddress ip) {
        return switch (family) {
            case ANY -> true;
            case IPV4 -> ip instanceof Inet4Address;
            case IPV6 -> ip instanceof Inet6Address;
        };
    }

    /** Lets a connection in, or turns it away at once for want of descriptors. */
    void admit(Listening door, MemoryConnection connection) {
        if (outOfDescriptors) {
            network.trace().add(this, "is out of descriptors and turns " + connection.peer() + " away");
            connection.carry(new Refusal("out of descriptors"));
            connection.begin();
            connection.close();
        } else {
            door.group().accept(connection);
            connection.begin();
        }
    }

    private Deferred<Listener> open(Address address, ListenOptions options, ProtocolFactory<?> factory) {
        requireFree(address, options);
        return ConnectionGroup.start(factory, address).on(loop).thenApply(group -> {
            try {
                // The machine may have changed while the factory started.
                return open(group, requireFree(address, options), options);
            } catch (ListenFailedException failure) {
                group.shut();
                throw failure;
            }
        });
    }

    private Listener open(ConnectionGroup group, Address real, ListenOptions options) {
        Listener listener = group.listener(real, loop, () -> doors.remove(real));
        doors.put(real, new Listening(listener, group, options));
        network.trace().add(this, "listens on " + real);
        return listener;
    }

    /** Returns the address that a listener gets. */
    private Address requireFree(Address address, ListenOptions options) {
        if (shutDown) {
            throw unsupported(address, "the host has been shut down");
        }
        Address real = address instanceof TcpAddress tcp ? listeningAddress(tcp, options.family()) : address;
        if (outOfDescriptors) {
            throw new ListenFailedException(
                    address.toString(), ListenFailedException.Kind.OTHER, "too many open files", null);
        }
        if (isTaken(real, options.family())) {
            throw new ListenFailedException(
                    address.toString(), ListenFailedException.Kind.IN_USE, "the address is already in use", null);
        }
        return real;
    }

    private TcpAddress listeningAddress(TcpAddress wanted, Family family) {
        if (!wanted.ip().isAnyLocalAddress() && !takes(family, wanted.ip())) {
            throw new ListenFailedException(
                    wanted.toString(),
                    ListenFailedException.Kind.OTHER,
                    "not an " + (family == Family.IPV4 ? "IPv4" : "IPv6") + " address",
                    null);
        }
        if (!wanted.ip().isAnyLocalAddress() && !isMine(wanted.ip())) {
            throw new ListenFailedException(
                    wanted.toString(),
                    ListenFailedException.Kind.NO_SUCH_ADDRESS,
                    "host " + name() + " has no such address",
                    null);
        }
        int port = wanted.port() == 0 ? freePort(wanted.ip()) : wanted.port();
        return new TcpAddress(wanted.ip(), port);
    }

    /** Whether a listener is in the way of another: one at all addresses of its family is in that of each of them. */
    private boolean isTaken(Address wanted, Family family) {
        if (!(wanted instanceof TcpAddress tcp)) {
            return doors.containsKey(wanted);
        }
        for (Listening door : doors.values()) {
            if (door.listener().address() instanceof TcpAddress open
                    && open.port() == tcp.port()
                    && (open.ip().equals(tcp.ip())
                            || (open.ip().isAnyLocalAddress()
                                    && takes(door.options().family(), tcp.ip()))
                            || (tcp.ip().isAnyLocalAddress() && takes(family, open.ip())))) {
                return true;
            }
        }
        return false;
    }

    private boolean isMine(InetAddress ip) {
        return ip.isLoopbackAddress() || ips.contains(ip);
    }

    private InetAddress sourceFor(InetAddress target) {
        if (isMine(target)) {
            return target;
        }
        for (InetAddress ip : ips) {
            if (ip.getClass() == target.getClass()) {
                return ip;
            }
        }
        return ip();
    }

    private int freePort(InetAddress ip) {
        for (int tries = 0; tries < PORTS - FIRST_FREE_PORT; tries++) {
            int port = nextPort++;
            if (nextPort == PORTS) {
                nextPort = FIRST_FREE_PORT;
            }
            TcpAddress address = new TcpAddress(ip, port);
            if (!bound.contains(address) && !isTaken(address, Family.ANY)) {
                return port;
            }
        }
        throw new IllegalStateException("host " + name() + " has no free port left at " + ip.getHostAddress());
    }

    private static ListenFailedException unsupported(Address address, String problem) {
        return new ListenFailedException(address.toString(), ListenFailedException.Kind.UNSUPPORTED, problem, null);
    }
}
