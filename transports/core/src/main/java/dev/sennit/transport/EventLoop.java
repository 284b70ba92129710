package dev.sennit.transport;

import dev.sennit.transport.time.LoopClock;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One thread that runs tasks, timers and the callbacks of its connections, one at a time.
 *
 * <p>{@link #execute} and {@link #after} may be called from any thread, and so may the methods of a timer; tasks and timers
 * run on the loop's thread. Tasks of one thread run in the order given. A task that throws is logged; the loop goes on.
 *
 * <p>A loop that has ended, or that has no thread and cannot start one for want of descriptors or threads, throws
 * {@link java.util.concurrent.RejectedExecutionException}; what it takes it runs.
 *
 * <p>Loops write to their {@link System.Logger}s on their own thread. A logger that waits, for a disk or for a full pipe on
 * standard error, holds up every connection of the loop as long. A program that serves strangers should therefore use a
 * backend that queues records and drops some when the queue is full. A logger that throws does no harm.
 */
public interface EventLoop extends LoopClock {
    /**
     * Runs a task once the current pass of the loop is over: behind the channels that are ready in it and the tasks that wait
     * now, and after the loop has asked for ready channels again.
     *
     * <p>That frees the descriptors and addresses of the channels that were closed before the call. Tasks given after the
     * call may run before this one. May be called from any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended or cannot start
     */
    default void afterThisPass(Runnable task) {
        // The first turn may still be part of this pass; what it gives is not.
        execute(() -> execute(task));
    }

    /**
     * Returns the threads that run what may block or takes long: those of the loop's reactor ({@link Reactor#workers}). Empty,
     * which is the default, for a loop that belongs to no reactor. May be called from any thread.
     */
    default Optional<Executor> workers() {
        return Optional.empty();
    }
}
