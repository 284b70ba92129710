package dev.sennit.transport.deferred;

import dev.sennit.transport.time.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reports a failure that nobody looks at in time. */
final class FailureWatch {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Logger LOGGER = System.getLogger(Deferred.class.getName());

    private final @Nullable Alarm alarm;

    private FailureWatch(@Nullable Alarm alarm) {
        this.alarm = alarm;
    }

    static FailureWatch start(Cell<?> cell, Throwable cause) {
        Runnable report = () -> {
            if (cell.isUnobserved()) {
                LOGGER.log(Level.WARNING, "A Deferred failed and nobody looked at it for 10 s", cause);
            }
        };
        try {
            return new FailureWatch(new Alarm(cell.clock, PATIENCE, report));
        } catch (RuntimeException | Error e) {
            // A loop's clock refuses other threads, and a closed one everybody: the failure is worth reporting still.
            return onSystemClock(report);
        }
    }

    private static FailureWatch onSystemClock(Runnable report) {
        try {
            return new FailureWatch(new Alarm(Clock.system(), PATIENCE, report));
        } catch (RuntimeException | Error noThread) {
            // Whoever settles the Deferred must not fail for want of somebody who watches it.
            return new FailureWatch(null);
        }
    }

    void stop() {
        if (alarm != null) {
            alarm.stop();
        }
    }
}
