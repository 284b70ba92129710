package dev.sennit.transport;

import dev.sennit.transport.time.Clock;
import java.util.concurrent.Executor;

/**
 * One thread that runs tasks, timers and the callbacks of its connections, one at a time.
 *
 * <p>{@link #execute} may be called from any thread; tasks of one thread run in the order given. {@link #after} is for
 * the loop's own thread, as are the timers it returns. A task that throws is logged; the loop goes on.
 *
 * <p>A loop that has ended, or that has no thread and cannot start one for want of descriptors or threads, throws
 * {@link java.util.concurrent.RejectedExecutionException}; what it takes it runs.
 *
 * <p>Loops write to their {@link System.Logger}s on their own thread. A logger that waits, for a disk or for a full pipe on
 * standard error, holds up every connection of the loop as long. A program that serves strangers should therefore use a
 * backend that queues records and drops some when the queue is full. A logger that throws does no harm.
 */
public interface EventLoop extends Executor, Clock {
    /** Whether the calling thread is this loop's. */
    boolean isCurrent();
}
