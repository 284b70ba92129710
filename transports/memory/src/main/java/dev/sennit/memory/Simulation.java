package dev.sennit.memory;

import dev.sennit.transport.time.Timer;
import dev.sennit.transport.time.TimerQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: the tasks and timers of all hosts, run one after the other on the thread of whoever asks.
 *
 * <p>What is under way in the network is told apart from the timers that hosts have set: a network is idle when nothing
 * is under way, though a host may still wait for its timers.
 */
final class Simulation {
    private static final Logger LOG = System.getLogger(Simulation.class.getName());

    private final Queue<Step> tasks = new ArrayDeque<>();
    private final Queue<Step> fromOthers = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue(this::nanoTime);
    private volatile long now;
    private volatile Thread owner = Thread.currentThread();
    private volatile @Nullable HostLoop running;
    private boolean busy;
    private long underWay;
    private long stepLimit;

    Simulation(long stepLimit) {
        this.stepLimit = stepLimit;
    }

    long nanoTime() {
        return now;
    }

    void stepLimit(long value) {
        stepLimit = value;
    }

    /** Whether code that runs now is this host's: its own task, or the test's own code while nothing runs. */
    boolean isCurrent(HostLoop loop) {
        HostLoop current = running;
        return Thread.currentThread() == owner && (current == null || current == loop);
    }

    boolean isBusy() {
        return busy;
    }

    void execute(HostLoop loop, Runnable task) {
        (Thread.currentThread() == owner ? tasks : fromOthers).add(new Step(loop, task));
    }

    Timer after(Duration delay, HostLoop loop, Runnable task) {
        return timers.schedule(delay, () -> runUnlessEnded(loop, task));
    }

    /** Runs what the network brings to a host at once. */
    void arrive(HostLoop loop, Runnable arrival) {
        tasks.add(new Step(loop, () -> runUnlessEnded(loop, arrival)));
    }

    /** Runs what the network brings to a host, after the time it takes, 0 or more. */
    void arriveAfter(long nanos, HostLoop loop, Runnable arrival) {
        underWay++;
        timers.schedule(Duration.ofNanos(nanos), () -> {
            underWay--;
            runUnlessEnded(loop, arrival);
        });
    }

    /** Runs until nothing waits and nothing is under way; moves time no further than that takes. */
    void run() {
        drive("run", () -> false, () -> underWay > 0);
    }

    /** Runs everything that falls due within a span. */
    void advance(Duration span) {
        long end = now + span.toNanos();
        drive("advance", () -> false, () -> timers.nanosToNext() <= end - now);
        now = end;
    }

    /** Runs one task, or what is due, or moves to what is next; false if there is nothing. */
    boolean step() {
        enter();
        try {
            return turn() || (moveToNext() && turn());
        } finally {
            busy = false;
        }
    }

    /** Runs until the condition holds; answers false if nothing is left that could make it so. */
    boolean runUntil(BooleanSupplier condition) {
        return drive("runUntil", condition, () -> true);
    }

    private boolean drive(String what, BooleanSupplier done, BooleanSupplier mayMove) {
        enter();
        try {
            for (long steps = 0; !done.getAsBoolean(); ) {
                if (turn()) {
                    if (++steps > stepLimit) {
                        throw new IllegalStateException(what + " came to no end within " + stepLimit + " steps");
                    }
                } else if (!mayMove.getAsBoolean() || !moveToNext()) {
                    return done.getAsBoolean();
                }
            }
            return true;
        } finally {
            busy = false;
        }
    }

    private void enter() {
        if (busy) {
            throw new IllegalStateException("a network is not run from inside one of its own tasks");
        }
        busy = true;
        owner = Thread.currentThread();
    }

    private boolean turn() {
        Step other;
        while ((other = fromOthers.poll()) != null) {
            tasks.add(other);
        }
        Step next = tasks.poll();
        if (next != null) {
            runOn(next.loop, next.task);
            return true;
        }
        return timers.runNext(now);
    }

    private boolean moveToNext() {
        long next = timers.nanosToNext();
        if (next == Long.MAX_VALUE) {
            return false;
        }
        long before = now;
        now = before + Math.max(0, next);
        return true;
    }

    /** Timers, and what the network brings, end with the loop; a task that the loop has taken runs all the same. */
    private void runUnlessEnded(HostLoop loop, Runnable task) {
        if (!loop.hasEnded()) {
            runOn(loop, task);
        }
    }

    private void runOn(HostLoop loop, Runnable task) {
        running = loop;
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.log(Level.ERROR, loop + ": a task threw", failure);
        } finally {
            running = null;
        }
    }

    private record Step(HostLoop loop, Runnable task) {}
}
