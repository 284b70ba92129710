package dev.sennit.transport.deferred;

import java.time.Duration;

/** The cause in a {@link Deferred} that had no result in time, and what {@link Deferred#await(Duration)} throws then. */
public final class DeferredTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration after;

    /** Makes the cause; {@code what} names what was waited for. */
    public DeferredTimeoutException(String what, Duration after) {
        super(what + " timed out after " + text(after));
        this.after = after;
    }

    /** The time that was allowed. */
    public Duration after() {
        return after;
    }

    private static String text(Duration after) {
        // "PT1.5S" is exact, but "1.5s" is what one reads.
        return after.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
