package dev.sennit.x509.identity;

import dev.sennit.transport.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * How files are watched.
 *
 * @param clock wakes up for each look at the files; {@link Clock#system()} keeps no process alive
 * @param worker looks and reads, which blocks: the workers of a reactor, never a loop
 * @param period between two looks, at least a millisecond; a change is taken over at the second look that sees it
 * @param date tells what day it is, for warnings before a certificate expires
 */
public record WatchSettings(Clock clock, Executor worker, Duration period, InstantSource date) {
    /** Looks every ten seconds. */
    public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(10);

    /** Checks the period. */
    public WatchSettings {
        if (period.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("period is " + period + ", wanted 1 ms or more");
        }
    }

    /** Looks every {@link #DEFAULT_PERIOD}, by the date of the machine. */
    public static WatchSettings of(Clock clock, Executor worker) {
        return new WatchSettings(clock, worker, DEFAULT_PERIOD, InstantSource.system());
    }

    /** The same, with another period. */
    public WatchSettings withPeriod(Duration other) {
        return new WatchSettings(clock, worker, other, date);
    }

    /** The same, with another idea of what day it is. */
    public WatchSettings withDate(InstantSource other) {
        return new WatchSettings(clock, worker, period, other);
    }
}
