package dev.sennit.transport.time;

import java.util.concurrent.Executor;

/**
 * The clock of a loop: one thread that runs tasks and timers, one at a time.
 *
 * <p>{@link #execute} and {@link #after} may be called from any thread; tasks of one thread run in the order given, and
 * never inside {@code execute}. A loop that takes no more tasks throws
 * {@link java.util.concurrent.RejectedExecutionException}.
 */
public interface LoopClock extends Clock, Executor {
    /** Whether the calling thread is this loop's. */
    boolean isCurrent();
}
