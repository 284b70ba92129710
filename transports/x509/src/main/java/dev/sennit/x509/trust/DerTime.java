package dev.sennit.x509.trust;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads the times of certificates and revocation lists as RFC 5280, section 4.1.2.5, has them: {@code YYMMDDHHMMSSZ} as
 * UTCTime, {@code YYYYMMDDHHMMSSZ} as GeneralizedTime.
 */
final class DerTime {
    private static final int UTC_TIME_DIGITS = 12;
    private static final int GENERALIZED_TIME_DIGITS = 14;

    /** Two digits of a year stand for 1950 to 2049. */
    private static final int FIRST_OF_CENTURY = 50;

    private DerTime() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is of another form
     */
    static Instant of(DerElement element) {
        boolean utc = element.tag() == DerElement.UTC_TIME;
        int digits = utc ? UTC_TIME_DIGITS : GENERALIZED_TIME_DIGITS;
        byte[] text = element.bytes();
        if ((!utc && element.tag() != DerElement.GENERALIZED_TIME)
                || text.length != digits + 1
                || text[digits] != 'Z') {
            throw wrong(element);
        }
        int year = utc ? number(text, 0, 2) : number(text, 0, 4);
        int at = utc ? 2 : 4;
        try {
            return LocalDateTime.of(
                            utc ? year + (year < FIRST_OF_CENTURY ? 2000 : 1900) : year,
                            number(text, at, 2),
                            number(text, at + 2, 2),
                            number(text, at + 4, 2),
                            number(text, at + 6, 2),
                            number(text, at + 8, 2))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw wrong(element);
        }
    }

    private static int number(byte[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            if (text[i] < '0' || text[i] > '9') {
                throw new IllegalArgumentException("no digit: " + new String(text, StandardCharsets.ISO_8859_1));
            }
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private static IllegalArgumentException wrong(DerElement element) {
        return new IllegalArgumentException("no time at byte " + element.start());
    }
}
