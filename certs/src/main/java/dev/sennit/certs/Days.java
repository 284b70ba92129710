package dev.sennit.certs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The days that messages speak of. */
final class Days {
    private Days() {}

    /** Returns the day in UTC, by which certificates are dated. */
    static LocalDate of(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
