package dev.sennit.transport.nio;

import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.nio.socket.Sockets;
import java.time.Duration;
import java.util.Optional;

/** How a {@link NioReactor} works. Settings cannot be changed; each {@code with} method returns others. */
public final class NioSettings {
    /**
     * One loop for each processor; a stall limit of 2 s; {@link CloseTimeouts#DEFAULT}; a memory budget of a quarter of the heap; the
     * sockets of every module.
     */
    public static final NioSettings DEFAULT = new NioSettings();

    private int loops = Runtime.getRuntime().availableProcessors();
    private Duration stallLimit = Duration.ofSeconds(2);
    private CloseTimeouts closeTimeouts = CloseTimeouts.DEFAULT;
    private long memoryBudgetBytes = MemoryBudget.defaultBytes();
    private boolean providedSockets = true;
    private Optional<Sockets> sockets = Optional.empty();

    private NioSettings() {}

    private NioSettings(NioSettings other) {
        loops = other.loops;
        stallLimit = other.stallLimit;
        closeTimeouts = other.closeTimeouts;
        memoryBudgetBytes = other.memoryBudgetBytes;
        providedSockets = other.providedSockets;
        sockets = other.sockets;
    }

    /**
     * How many threads carry connections, 1 or more; as many again carry those of sockets that a module provides, once the first
     * is opened.
     */
    public int loops() {
        return loops;
    }

    /** How long one callback may hold a loop before that is logged, with the stack that holds it. */
    public Duration stallLimit() {
        return stallLimit;
    }

    /** How long closed connections wait for their peers. */
    public CloseTimeouts closeTimeouts() {
        return closeTimeouts;
    }

    /**
     * How many bytes all connections of the reactor may hold for their peers together: bytes that wait to be sent, bytes kept
     * while reading is paused, and bytes of unfinished handshakes. While they hold more, reading is paused for the connections
     * that hold most and still grow; when they hold twice as much, the connection that holds most is aborted with a
     * {@link dev.sennit.transport.error.LimitExceededException}. A warning names it; one for each span of 10 s, the next of which counts
     * the others.
     *
     * <p>The budget does not slow writers that keep to their marks. So twice the budget wants to be more than the number of
     * connections whose peers may stop reading, times what one of them may hold: the high mark, one write, and 64 KiB.
     */
    public long memoryBudgetBytes() {
        return memoryBudgetBytes;
    }

    /** Whether the sockets that modules provide are opened, or the JDK's alone. */
    public boolean providedSockets() {
        return providedSockets;
    }

    /** The sockets that the reactor asks before those of modules and of the JDK; by default none. */
    public Optional<Sockets> sockets() {
        return sockets;
    }

    /** The same with another number of loops. */
    public NioSettings withLoops(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("loops must be 1 or more, not " + value);
        }
        NioSettings changed = new NioSettings(this);
        changed.loops = value;
        return changed;
    }

    /** The same with another limit for one callback, over zero. */
    public NioSettings withStallLimit(Duration value) {
        NioSettings changed = new NioSettings(this);
        changed.stallLimit = requirePositive("stallLimit", value);
        return changed;
    }

    /** The same with other timeouts of closed connections. */
    public NioSettings withCloseTimeouts(CloseTimeouts value) {
        NioSettings changed = new NioSettings(this);
        changed.closeTimeouts = value;
        return changed;
    }

    /**
     * The same with another memory budget.
     *
     * @param bytes 1 or more; {@link Long#MAX_VALUE} for none
     */
    public NioSettings withMemoryBudget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a memory budget must be 1 byte or more, not " + bytes);
        }
        NioSettings changed = new NioSettings(this);
        changed.memoryBudgetBytes = bytes;
        return changed;
    }

    /** The same with or without the sockets that modules provide. */
    public NioSettings withProvidedSockets(boolean value) {
        NioSettings changed = new NioSettings(this);
        changed.providedSockets = value;
        return changed;
    }

    /**
     * The same with sockets that the reactor asks first. They open all addresses that they know, even if this machine lacks
     * something for them and other sockets could open them. The JDK opens TCP addresses that they do not open.
     */
    public NioSettings withSockets(Sockets value) {
        NioSettings changed = new NioSettings(this);
        changed.sockets = Optional.of(value);
        return changed;
    }

    /** All settings, for logs. */
    @Override
    public String toString() {
        return "NioSettings[loops=" + loops + ", stallLimit=" + stallLimit + ", " + closeTimeouts
                + ", memoryBudgetBytes=" + memoryBudgetBytes + ", providedSockets=" + providedSockets
                + sockets.map(chosen -> ", sockets=" + chosen).orElse("") + "]";
    }

    private static Duration requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be over zero, not " + value);
        }
        return value;
    }
}
