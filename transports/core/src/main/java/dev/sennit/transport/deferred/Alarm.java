package dev.sennit.transport.deferred;

import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A timer that any thread may stop.
 *
 * <p>A loop's timers are touched on its own thread only: stopped from another, the stopping is sent there, since a timer
 * left to run out would keep the loop alive. Where even that is not possible it runs out, and the task sees for itself
 * that it has nothing to do.
 */
final class Alarm {
    private final Clock clock;
    private final Timer timer;
    private final boolean anyThread;
    private final Thread owner = Thread.currentThread();

    Alarm(Clock clock, Duration delay, Runnable task) {
        this.clock = clock;
        timer = clock.after(delay, task);
        anyThread = clock == Clock.system();
    }

    void stop() {
        if (anyThread || Thread.currentThread() == owner) {
            timer.cancel();
        } else if (clock instanceof Executor loop) {
            try {
                loop.execute(timer::cancel);
            } catch (RejectedExecutionException loopEnded) {
                // Its timers ended with it.
            }
        }
    }
}
