package dev.sennit.transport.time;

import java.time.Duration;

/**
 * A clock that stands still until it is told to move: for tests.
 *
 * <p>Starts at zero. Timers run inside {@link #advance}, in exact order, and each sees {@link #nanoTime} at its own
 * deadline. Timers may be set, restarted and cancelled from any thread; one thread at a time moves the clock.
 */
public final class ManualClock implements Clock {
    /** Tasks in a row without the clock moving, after which they are taken for an endless loop. */
    private static final int MAX_TASKS_AT_ONE_TIME = 1_000_000;

    private final TimerQueue timers = new TimerQueue(this::nanoTime);
    private volatile long now;
    private boolean advancing;

    /** Makes a clock that stands at zero. */
    public ManualClock() {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return timers.schedule(delay, task);
    }

    /**
     * Moves on by a span, and runs every timer that falls due in it, those set meanwhile too.
     *
     * <p>What a task throws comes out of here at once: the clock then stands at that timer's deadline, the timer is spent,
     * and the others are still to run.
     *
     * @throws IllegalArgumentException if the span is negative
     * @throws IllegalStateException if called from a task of this clock, or if tasks keep setting timers without delay
     */
    public void advance(Duration span) {
        long spanNanos = TimerQueue.nanos(span);
        if (advancing) {
            throw new IllegalStateException("advance called from a task that advance runs");
        }
        advancing = true;
        try {
            runUntil(now + spanNanos);
        } finally {
            advancing = false;
        }
    }

    /**
     * Moves to the deadline of the first timer and runs every timer due then; returns false, and stays, if there is none.
     *
     * @throws IllegalStateException as {@link #advance}
     */
    public boolean advanceToNext() {
        long next = timers.nanosToNext();
        if (next == Long.MAX_VALUE) {
            return false;
        }
        advance(Duration.ofNanos(Math.max(0, next)));
        return true;
    }

    /** Number of timers that are still to run. */
    public int pendingTimers() {
        return timers.size();
    }

    private void runUntil(long end) {
        int tasksAtOneTime = 0;
        long time = now;
        for (long next = timers.nanosToNext(); next <= end - time; next = timers.nanosToNext()) {
            // Below zero for a timer that another thread has set as the clock moved.
            long step = Math.max(0, next);
            tasksAtOneTime = step == 0 ? tasksAtOneTime + 1 : 0;
            if (tasksAtOneTime > MAX_TASKS_AT_ONE_TIME) {
                throw new IllegalStateException("tasks set timers without delay again and again, at " + time + " ns");
            }
            time += step;
            now = time;
            timers.runNext(time);
        }
        now = end;
    }
}
