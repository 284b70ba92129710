package dev.sennit.certs;

import java.time.Duration;
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

    /** Says how much of a certificate's time is left. */
    static String left(Duration time) {
        if (time.isNegative()) {
            return count(time.negated()) + " over";
        }
        return count(time) + " left";
    }

    private static String count(Duration time) {
        long days = time.toDays();
        if (days > 0) {
            return days == 1 ? "1 day" : days + " days";
        }
        long hours = time.toHours();
        return hours == 0 ? "less than an hour" : hours == 1 ? "1 hour" : hours + " hours";
    }
}
