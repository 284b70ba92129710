package dev.sennit.memory;

import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A network under virtual time: hosts, the links between them, and what goes wrong on those.
 *
 * <pre>{@code
 * MemoryNetwork network = MemoryNetwork.seeded(42).withRules(LinkRules.DEFAULT.withSplit(7));
 * MemoryHost server = network.host("server");
 * MemoryHost client = network.host("client");
 * server.listen(server.address(8007), ListenOptions.DEFAULT, Echo::new);
 * Asker asker = network.await(client.connect(server.address(8007), ConnectOptions.DEFAULT, Asker::new));
 * network.run();
 * }</pre>
 *
 * <p>Nothing happens but inside {@link #run}, {@link #advance}, {@link #runUntil}, {@link #await} and {@link #step}, on
 * the thread that calls them; one thread at a time. Time moves only there. All that is random is drawn from the seed, so
 * two runs of the same program are alike, event for event: {@link #log} tells both.
 *
 * <p>Code under test keeps that up if it takes its own chance from {@link #newRandom}. TLS does not: both engines draw keys and
 * nonces from a {@link java.security.SecureRandom}, and the length of an ECDSA signature varies with them. A seed then replays
 * the faults and delays of the links, and not the bytes; a fault at a certain byte may hit another byte of the handshake.
 */
public final class MemoryNetwork {
    private static final long STEP_LIMIT = 10_000_000;

    private final long seed;
    private final SplittableRandom random;
    private final Simulation simulation = new Simulation(STEP_LIMIT);
    private final Trace trace;
    private final Map<String, MemoryHost> hosts = new LinkedHashMap<>();
    private final Map<InetAddress, MemoryHost> byIp = new HashMap<>();
    private final Map<Pair, LinkRules> pairRules = new HashMap<>();
    private final Set<Pair> partitions = new HashSet<>();
    private final List<SimulatedWire> holding = new ArrayList<>();
    private LinkRules rules = LinkRules.DEFAULT;
    private MemoryConnection.Conditions conditions = MemoryConnection.Conditions.DEFAULT;

    private MemoryNetwork(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.trace = new Trace(seed, simulation::nanoTime);
    }

    /** Makes a network without hosts, whose chances are drawn from this seed. */
    public static MemoryNetwork seeded(long seed) {
        return new MemoryNetwork(seed);
    }

    /** Sets the rules of every link that has none of its own, and answers this network. */
    public MemoryNetwork withRules(LinkRules value) {
        rules = value;
        return this;
    }

    /** Sets how many bytes of a connection may be under way or unread, each way; for connections made from now on. */
    public MemoryNetwork withWindow(int bytes) {
        conditions = new MemoryConnection.Conditions(bytes, conditions.timeouts());
        return this;
    }

    /** Sets how long closed connections wait for their peers; for connections made from now on. */
    public MemoryNetwork withCloseTimeouts(CloseTimeouts value) {
        conditions = new MemoryConnection.Conditions(conditions.windowBytes(), value);
        return this;
    }

    /** Sets after how many steps one call that runs the network fails, taking it for endless; 10,000,000 at first. */
    public MemoryNetwork withStepLimit(long steps) {
        simulation.stepLimit(steps);
        return this;
    }

    /** Sets the rules of the link between two hosts, both ways. */
    public void rules(MemoryHost one, MemoryHost other, LinkRules value) {
        pairRules.put(Pair.of(one, other), value);
    }

    /** The host of this name, made at the first call, with an address of its own: 10.0.0.1, 10.0.0.2 and so on. */
    public MemoryHost host(String name) {
        MemoryHost known = hosts.get(name);
        return known != null ? known : host(name, nextIp());
    }

    /**
     * Makes a host with these addresses; connections come from the first of the target's family.
     *
     * @throws IllegalArgumentException if the name or an address is taken
     */
    public MemoryHost host(String name, InetAddress... ips) {
        if (hosts.containsKey(name)) {
            throw new IllegalArgumentException("there is a host " + name + " already");
        }
        MemoryHost host = new MemoryHost(this, new HostLoop(simulation, name), List.of(ips));
        for (InetAddress ip : ips) {
            MemoryHost taken = byIp.putIfAbsent(ip, host);
            if (taken != null) {
                throw new IllegalArgumentException(ip.getHostAddress() + " is the address of " + taken);
            }
        }
        hosts.put(name, host);
        return host;
    }

    /** Cuts two hosts off from each other: what they send waits. */
    public void partition(MemoryHost one, MemoryHost other) {
        trace.add(one, "is cut off from " + other);
        partitions.add(Pair.of(one, other));
    }

    /** Joins two hosts again: what waited goes on. */
    public void heal(MemoryHost one, MemoryHost other) {
        trace.add(one, "is joined to " + other + " again");
        partitions.remove(Pair.of(one, other));
        List<SimulatedWire> waiting = List.copyOf(holding);
        holding.clear();
        waiting.forEach(SimulatedWire::release);
    }

    /**
     * Runs until nothing waits to be done and nothing is under way. Time moves as far as that takes; timers that hosts
     * have set for later do not run.
     *
     * @throws IllegalStateException if that comes to no end
     */
    public void run() {
        simulation.run();
    }

    /**
     * Moves time on by a span, and runs all that falls due in it.
     *
     * @throws IllegalStateException if that comes to no end
     */
    public void advance(Duration span) {
        simulation.advance(span);
    }

    /**
     * Runs, and moves time, until the condition holds.
     *
     * @throws IllegalStateException if it does not hold when nothing is left to happen, or that comes to no end; the
     *     message has the log
     */
    public void runUntil(BooleanSupplier condition) {
        if (!simulation.runUntil(condition)) {
            throw new IllegalStateException(
                    "nothing is left to happen, and what was waited for did not come:\n" + trace);
        }
    }

    /** Runs the next task, or moves time to the next event and runs that; answers false if there is none. */
    public boolean step() {
        return simulation.step();
    }

    /**
     * Runs until the answer has come, and gives it or throws what it failed with.
     *
     * @throws IllegalStateException as {@link #runUntil}
     */
    public <T extends @Nullable Object> T await(Deferred<T> deferred) {
        runUntil(deferred::isDone);
        try {
            return deferred.await(Duration.ofSeconds(1));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted, though there was nothing to wait for", interrupted);
        }
    }

    /** How much time has passed. */
    public Duration elapsed() {
        return Duration.ofNanos(simulation.nanoTime());
    }

    /** What all chances are drawn from. */
    public long seed() {
        return seed;
    }

    /**
     * Returns a new source of random numbers that is drawn from the seed, for code under test that needs chance, such as the
     * delay before another attempt. Each call draws another source; the same order of calls gives the same sources.
     */
    public RandomGenerator newRandom() {
        return random.split();
    }

    /** The seed, and an account of the latest events, one a line: when, who, what, how many bytes. */
    public String log() {
        return trace.toString();
    }

    @Override
    public String toString() {
        return "MemoryNetwork, seed " + seed + ", " + hosts.size() + " hosts";
    }

    Simulation simulation() {
        return simulation;
    }

    SplittableRandom random() {
        return random;
    }

    Trace trace() {
        return trace;
    }

    MemoryConnection.Conditions conditions() {
        return conditions;
    }

    LinkRules rulesBetween(MemoryHost one, MemoryHost other) {
        return pairRules.getOrDefault(Pair.of(one, other), rules);
    }

    boolean arePartitioned(MemoryHost one, MemoryHost other) {
        return partitions.contains(Pair.of(one, other));
    }

    void holds(SimulatedWire wire) {
        holding.add(wire);
    }

    @Nullable
    MemoryHost hostAt(InetAddress ip) {
        return byIp.get(ip);
    }

    List<InetAddress> addressesOf(String hostName) {
        return hosts.values().stream()
                .filter(host -> host.name().equalsIgnoreCase(hostName))
                .findFirst()
                .map(MemoryHost::ips)
                .orElse(List.of());
    }

    /** Draws whether something with this chance happens; nothing is drawn for what can't. */
    boolean happens(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    private InetAddress nextIp() {
        try {
            for (int number = 1; ; number++) {
                byte[] ip = {10, 0, (byte) (number >> 8), (byte) number};
                InetAddress address = InetAddress.getByAddress(ip);
                if (!byIp.containsKey(address)) {
                    return address;
                }
            }
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    /** Two hosts, in either order. */
    private record Pair(String one, String other) {
        static Pair of(MemoryHost one, MemoryHost other) {
            String first = one.name();
            String second = other.name();
            return first.compareTo(second) <= 0 ? new Pair(first, second) : new Pair(second, first);
        }
    }

    /** What happened in a network, latest events only: enough to see how a failure came about. */
    static final class Trace {
        private static final int KEPT_EVENTS = 10_000;

        private final long seed;
        private final LongSupplier nanoTime;
        private final Deque<Event> events = new ArrayDeque<>();
        private long forgotten;

        Trace(long seed, LongSupplier nanoTime) {
            this.seed = seed;
            this.nanoTime = nanoTime;
        }

        void add(Object who, String what) {
            if (events.size() == KEPT_EVENTS) {
                events.removeFirst();
                forgotten++;
            }
            events.add(new Event(nanoTime.getAsLong(), who, what));
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("seed ").append(seed).append('\n');
            if (forgotten > 0) {
                text.append("... ").append(forgotten).append(" earlier events\n");
            }
            events.forEach(event -> text.append("%12.6f s  %s  %s%n"
                    .formatted(event.nanos() / 1e9, event.who(), event.what())
                    .replace("\r", "")));
            return text.toString();
        }

        private record Event(long nanos, Object who, String what) {}
    }
}
