package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.transport.time.Clock;
import java.time.Duration;

/**
 * The moment at which an attempt to connect is given up; one for all the endpoints that the attempt passes through.
 *
 * @param timeout the whole time, as it was given; zero or more
 * @param startNanos from when the time counts, by {@link Clock#nanoTime}
 */
public record Deadline(Duration timeout, long startNanos) {
    /** Checks the time. */
    public Deadline {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be zero or more, not " + timeout);
        }
    }

    /**
     * Returns the moment at which this time, counted from now, is over.
     *
     * @param timeout zero or more
     */
    public static Deadline in(Duration timeout, Clock clock) {
        return new Deadline(timeout, clock.nanoTime());
    }

    /** Returns what is left of the time; zero or more. */
    public Duration left(Clock clock) {
        Duration left = timeout.minusNanos(clock.nanoTime() - startNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether this comes before the other, which counts by the same clock. */
    boolean isBefore(Deadline other) {
        return timeout.plusNanos(startNanos - other.startNanos).compareTo(other.timeout) < 0;
    }

    /** The whole time as it is written in an endpoint, as in "5s" and "500ms". */
    @Override
    public String toString() {
        return ArgumentKind.duration().format(timeout);
    }
}
