package dev.sennit.tls;

import java.time.Duration;

/**
 * How many sessions are kept to be resumed, and for how long. They are kept by the {@code TlsContext} made of these settings, and
 * by nothing else.
 *
 * @param kept at most; 0 to resume none
 * @param lifetime how long after its full handshake a session may be resumed, at most 7 days (RFC 8446, section 4.6.1)
 */
public record ResumptionSettings(int kept, Duration lifetime) {
    /** 10,000 sessions for an hour. */
    public static final ResumptionSettings DEFAULT = new ResumptionSettings(10_000, Duration.ofHours(1));

    /** No resumption. */
    public static final ResumptionSettings NONE = new ResumptionSettings(0, Duration.ofHours(1));

    /** Checks both. */
    public ResumptionSettings {
        if (kept < 0) {
            throw new IllegalArgumentException("kept must be 0 or more, not " + kept);
        }
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("lifetime must be positive and at most 7 days, not " + lifetime);
        }
    }
}
