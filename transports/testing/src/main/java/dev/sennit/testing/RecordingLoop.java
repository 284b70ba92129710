package dev.sennit.testing;

import dev.sennit.transport.EventLoop;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;

/** A loop whose turns are the timers of a clock moved by hand: a task is a timer without delay. */
final class RecordingLoop implements EventLoop {
    private final ManualClock clock = new ManualClock();
    private final Thread owner = Thread.currentThread();
    private boolean settling;

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void execute(Runnable task) {
        clock.after(Duration.ZERO, task);
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return clock.after(delay, task);
    }

    ManualClock clock() {
        return clock;
    }

    /** Runs what waits to be done now, unless called from a part of that. */
    void settle() {
        if (settling) {
            return;
        }
        settling = true;
        try {
            clock.advance(Duration.ZERO);
        } finally {
            settling = false;
        }
    }
}
