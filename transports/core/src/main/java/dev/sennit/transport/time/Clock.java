package dev.sennit.transport.time;

import java.time.Duration;

/**
 * A source of time and of timers.
 *
 * <p>Threads: all methods may be called from any thread, and so may those of the timers. A clock that belongs to a loop
 * runs the tasks on that loop's thread.
 */
public interface Clock {
    /** Returns a count of nanoseconds that never goes back; only differences have a meaning, as in {@link System#nanoTime}. */
    long nanoTime();

    /**
     * Runs a task once, when the delay has passed.
     *
     * <p>Timers run in the order of their deadlines, those with equal deadlines in the order they were set. A task never
     * runs inside this call, not even with a delay of zero. Delays over 146 years count as 146 years.
     *
     * @throws IllegalArgumentException if the delay is negative
     * @throws java.util.concurrent.RejectedExecutionException if it has ended, or has no thread and cannot start one
     */
    Timer after(Duration delay, Runnable task);

    /**
     * Returns the clock of the machine, for code without a reactor.
     *
     * <p>Its tasks run one after the other on one daemon thread, so they must not block. The thread starts at the first
     * timer and ends when there has been none for some seconds. What a task throws is logged.
     */
    static Clock system() {
        return SystemClock.instance();
    }
}
