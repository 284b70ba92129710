package dev.sennit.transport.deferred;

import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;

/**
 * A timer that any thread may stop.
 *
 * <p>A loop's timers are touched on its own thread only. Stopped from another thread, the timer is left to run out, and
 * the task sees for itself that it has nothing to do.
 */
final class Alarm {
    private final Timer timer;
    private final boolean anyThread;
    private final Thread owner = Thread.currentThread();

    Alarm(Clock clock, Duration delay, Runnable task) {
        timer = clock.after(delay, task);
        anyThread = clock == Clock.system();
    }

    void stop() {
        if (anyThread || Thread.currentThread() == owner) {
            timer.cancel();
        }
    }
}
