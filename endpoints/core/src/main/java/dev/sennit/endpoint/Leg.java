package dev.sennit.endpoint;

import java.time.Duration;

/**
 * What a hop is asked for: a way to a place.
 *
 * @param target the place, as the user wrote it; the hop does not look a name up unless it cannot do without
 * @param limit the longest all of it may take, reaching the hop itself included; counted from the call
 */
public record Leg(HostPort target, Duration limit) {
    /** Checks the limit. */
    public Leg {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit must be zero or more, not " + limit);
        }
    }
}
