package dev.sennit.x509.trust;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.bouncycastle.asn1.BERTags;

/**
 * One element of a DER encoding (X.690, section 10), which stays where it is in its array. For revocation lists, whose
 * entries are too many for objects.
 *
 * <p>All methods throw {@link IllegalArgumentException} where the encoding is damaged.
 */
final class DerElement {
    static final int SEQUENCE = BERTags.SEQUENCE | BERTags.CONSTRUCTED;
    static final int TAG_0 = BERTags.CONTEXT_SPECIFIC | BERTags.CONSTRUCTED;

    private static final int MAX_LENGTH_BYTES = 4;

    private static final int UTC_TIME_DIGITS = 12;
    private static final int GENERALIZED_TIME_DIGITS = 14;

    /** Two digits of a year stand for 1950 to 2049. */
    private static final int FIRST_OF_CENTURY = 50;

    private final byte[] der;
    private final int start;
    private final int content;
    private final int end;

    private DerElement(byte[] der, int start, int content, int end) {
        this.der = der;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /** Reads the head of the element that starts at an index and ends at a limit at the latest. */
    static DerElement at(byte[] der, int start, int limit) {
        if (limit - start < 2) {
            throw new IllegalArgumentException("no element at byte " + start);
        }
        int first = der[start + 1] & 0xff;
        int more = first > 0x80 ? first & 0x7f : 0;
        if (first == 0x80 || more > MAX_LENGTH_BYTES || limit - start - 2 < more) {
            throw new IllegalArgumentException("no length at byte " + (start + 1));
        }
        long length = more == 0 ? first : 0;
        for (int i = 0; i < more; i++) {
            length = length << 8 | (der[start + 2 + i] & 0xff);
        }
        int content = start + 2 + more;
        if (length > limit - content) {
            throw new IllegalArgumentException("the element at byte " + start + " is cut short");
        }
        return new DerElement(der, start, content, (int) (content + length));
    }

    int tag() {
        return der[start] & 0xff;
    }

    int start() {
        return start;
    }

    int content() {
        return content;
    }

    int end() {
        return end;
    }

    /** Returns a reader of the elements inside. */
    DerReader children() {
        return new DerReader(der, content, end);
    }

    /** Returns a copy of the whole element. */
    byte[] encoded() {
        return Arrays.copyOfRange(der, start, end);
    }

    /** Returns a copy of what is inside. */
    byte[] bytes() {
        return Arrays.copyOfRange(der, content, end);
    }

    boolean contentEquals(byte[] other) {
        return Arrays.equals(der, content, end, other, 0, other.length);
    }

    /**
     * Reads a time as RFC 5280, section 4.1.2.5, has it: {@code YYMMDDHHMMSSZ} as UTCTime, {@code YYYYMMDDHHMMSSZ} as
     * GeneralizedTime.
     */
    Instant time() {
        boolean utc = tag() == BERTags.UTC_TIME;
        int digits = utc ? UTC_TIME_DIGITS : GENERALIZED_TIME_DIGITS;
        byte[] text = bytes();
        if ((!utc && tag() != BERTags.GENERALIZED_TIME) || text.length != digits + 1 || text[digits] != 'Z') {
            throw noTime();
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
            throw noTime();
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

    private IllegalArgumentException noTime() {
        return new IllegalArgumentException("no time at byte " + start);
    }
}
