package dev.sennit.transport.deferred;

import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reports a failure that nobody looks at in time. */
final class FailureWatch {
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Logger LOGGER = System.getLogger(Deferred.class.getName());

    private final @Nullable Timer timer;

    private FailureWatch(@Nullable Timer timer) {
        this.timer = timer;
    }

    static FailureWatch start(Cell<?> cell, Throwable cause) {
        Runnable report = () -> {
            if (cell.isUnobserved()) {
                LOGGER.log(Level.WARNING, "A Deferred failed and nobody looked at it for 10 s", cause);
            }
        };
        try {
            return new FailureWatch(cell.clock.after(TIMEOUT, report));
        } catch (RuntimeException | Error e) {
            // A loop that has ended takes no timer: the failure is worth reporting still.
            return onSystemClock(report);
        }
    }

    private static FailureWatch onSystemClock(Runnable report) {
        try {
            return new FailureWatch(Clock.system().after(TIMEOUT, report));
        } catch (RuntimeException | Error noThread) {
            // Whoever settles the Deferred must not fail for want of somebody who watches it.
            return new FailureWatch(null);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
