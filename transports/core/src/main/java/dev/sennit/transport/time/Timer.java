package dev.sennit.transport.time;

import java.time.Duration;

/**
 * One pending run of a task, set with {@link Clock#after}.
 *
 * <p>Active until its task begins to run or it is cancelled; never active again after that. All methods may be called from
 * any thread.
 */
public interface Timer {
    /** Drops the task; returns false, and does nothing, if it has already begun or was cancelled. */
    boolean cancel();

    /**
     * Sets the time to run anew, counted from now, sooner or later than before; returns false, and does nothing, if the
     * task has already begun or was cancelled.
     *
     * <p>Cheap enough to call for each piece of data that arrives. Among equal deadlines it now counts as set last.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    boolean restart(Duration delay);

    /** Whether the task is still to run. */
    boolean isActive();
}
