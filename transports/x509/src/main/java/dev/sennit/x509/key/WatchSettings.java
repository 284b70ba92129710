package dev.sennit.x509.key;

import dev.sennit.transport.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** How files are watched. Immutable: each {@code with} method returns changed settings. */
public final class WatchSettings {
    /** The period between two looks at the files, 10 s. */
    public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(10);

    private final Clock clock;
    private final Executor worker;
    private final Duration period;
    private final InstantSource date;

    private WatchSettings(Clock clock, Executor worker, Duration period, InstantSource date) {
        if (period.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("period is " + period + ", wanted 1 ms or more");
        }
        this.clock = clock;
        this.worker = worker;
        this.period = period;
        this.date = date;
    }

    /**
     * Returns settings with {@link #DEFAULT_PERIOD} and the date of the machine.
     *
     * @param clock sets a timer for each look at the files; {@link Clock#system()} keeps no process alive
     * @param worker runs each look, which blocks: the workers of a reactor, never a loop
     */
    public static WatchSettings of(Clock clock, Executor worker) {
        return new WatchSettings(clock, worker, DEFAULT_PERIOD, InstantSource.system());
    }

    /** Returns these settings with another period between two looks, at least 1 ms. A change is used after the second look. */
    public WatchSettings withPeriod(Duration other) {
        return new WatchSettings(clock, worker, other, date);
    }

    /** Returns these settings with another source of the date, by which certificates expire. */
    public WatchSettings withDate(InstantSource other) {
        return new WatchSettings(clock, worker, period, other);
    }

    /** Returns the clock that sets the timers. */
    public Clock clock() {
        return clock;
    }

    /** Returns the executor that runs each look. */
    public Executor worker() {
        return worker;
    }

    /** Returns the period between two looks. */
    public Duration period() {
        return period;
    }

    /** Returns the source of the date. */
    public InstantSource date() {
        return date;
    }
}
