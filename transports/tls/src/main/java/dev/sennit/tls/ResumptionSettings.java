package dev.sennit.tls;

import java.time.Duration;

/**
 * How many sessions can be resumed, and for how long. Sessions belong to the {@code TlsContext} that is made of these settings, and
 * are lost with it. Immutable: each {@code with} method returns changed settings.
 */
public final class ResumptionSettings {
    /** 10,000 sessions for an hour. */
    public static final ResumptionSettings DEFAULT = new ResumptionSettings(10_000, Duration.ofHours(1));

    /** No resumption. */
    public static final ResumptionSettings NONE = DEFAULT.withKept(0);

    private final int kept;
    private final Duration lifetime;

    private ResumptionSettings(int kept, Duration lifetime) {
        if (kept < 0) {
            throw new IllegalArgumentException("kept must be 0 or more, not " + kept);
        }
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("lifetime must be positive and at most 7 days, not " + lifetime);
        }
        this.kept = kept;
        this.lifetime = lifetime;
    }

    /** Returns the most sessions that are kept; 0 if none is resumed. */
    public int kept() {
        return kept;
    }

    /** Returns these settings with another number of sessions that are kept, 0 or more. */
    public ResumptionSettings withKept(int value) {
        return new ResumptionSettings(value, lifetime);
    }

    /** Returns how long after its full handshake a session may be resumed. */
    public Duration lifetime() {
        return lifetime;
    }

    /** Returns these settings with another lifetime of sessions: positive, and at most 7 days (RFC 8446, section 4.6.1). */
    public ResumptionSettings withLifetime(Duration value) {
        return new ResumptionSettings(kept, value);
    }
}
