package dev.sennit.transport.time;

import java.time.Duration;

/**
 * One pending run of a task, set with {@link Clock#after}.
 *
 * <p>Active until its task begins to run or it is cancelled; never active again after that. Touch it only on the thread
 * of its clock, unless the clock says otherwise.
 */
public interface Timer {
    /** Drops the task; answers false, and does nothing, when it has already begun or was cancelled. */
    boolean cancel();

    /**
     * Sets the time to run anew, counted from now, sooner or later than before; answers false, and does nothing, when the
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
