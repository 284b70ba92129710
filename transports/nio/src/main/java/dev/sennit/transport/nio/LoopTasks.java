package dev.sennit.transport.nio;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The tasks that wait for a loop, and whether its thread sleeps.
 *
 * <p>Another thread adds its task first and then looks whether the loop's thread sleeps. The loop's thread says first that it
 * is about to sleep and then looks for tasks. So one of the two sees the other, and no task waits for a thread that sleeps.
 *
 * <p>{@link #addFromOther} and {@link #takeBack} are called on any thread, the other methods on the loop's.
 */
final class LoopTasks {
    /** Tasks of other threads that run before sockets have their turn again. */
    private static final int CALLS_PER_PASS = 1024;

    private final ArrayDeque<Runnable> own = new ArrayDeque<>();
    private final Queue<Runnable> fromOthers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean parked = new AtomicBoolean();

    /** Adds a task of the loop's own thread. */
    void addOwn(Runnable task) {
        own.add(task);
    }

    /** Adds a task of another thread; returns whether the loop's thread sleeps and has to be woken, once for each sleep. */
    boolean addFromOther(Runnable task) {
        fromOthers.add(task);
        return parked.compareAndSet(true, false);
    }

    /** Removes a task of another thread; returns false if the loop has taken it already. */
    boolean takeBack(Runnable task) {
        return fromOthers.remove(task);
    }

    /** Whether no task waits. */
    boolean isEmpty() {
        return own.isEmpty() && fromOthers.isEmpty();
    }

    /** Whether no task of the loop's own thread waits. */
    boolean hasNoOwn() {
        return own.isEmpty();
    }

    /** Whether no task of other threads waits. */
    boolean hasNoneFromOthers() {
        return fromOthers.isEmpty();
    }

    /** Says that the thread is about to sleep; returns false if a task of another thread waits, and it must not. */
    boolean park() {
        parked.set(true);
        return fromOthers.isEmpty();
    }

    /** Says that the thread is awake. */
    void unpark() {
        if (parked.getPlain()) {
            parked.set(false);
        }
    }

    /** Runs the tasks that wait now. Tasks that these add to the loop's own run in the next pass, after the sockets. */
    void run(Consumer<Runnable> runner) {
        for (int left = own.size(); left > 0; left--) {
            runner.accept(own.remove());
        }
        Runnable task;
        for (int left = CALLS_PER_PASS; left > 0 && (task = fromOthers.poll()) != null; left--) {
            runner.accept(task);
        }
    }

    /** Forgets the tasks of the loop's own thread. */
    void clearOwn() {
        own.clear();
    }
}
