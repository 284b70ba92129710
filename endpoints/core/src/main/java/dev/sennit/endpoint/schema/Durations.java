package dev.sennit.endpoint.schema;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them. */
final class Durations {

    static final ArgumentKind<Duration> KIND =
            ArgumentKind.of("a duration such as 30s, 500ms, 2m or 1h", Durations::parse, Durations::format);

    private static final Pattern PATTERN = Pattern.compile("([0-9]{1,15})(\\.[0-9]{1,9})?(ms|s|m|h|d)?");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /** More than 30,000 years. Whatever its unit, a time up to it has no more digits than are read. */
    private static final long MAX_SECONDS = 999_999_999_999L;

    private Durations() {}

    private static Optional<Duration> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(3) == null ? "s" : matcher.group(3);
        BigDecimal number =
                new BigDecimal(text.substring(0, text.length() - (matcher.group(3) == null ? 0 : unit.length())));
        BigDecimal nanos = number.multiply(
                BigDecimal.valueOf(UNITS.getOrDefault(unit, Duration.ZERO).toNanos()));
        BigDecimal[] secondsAndNanos = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        return secondsAndNanos[0].compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(secondsAndNanos[0].longValue(), secondsAndNanos[1].longValue()));
    }

    private static String format(Duration value) {
        // Also of a value beyond the range, for the message that refuses it.
        long seconds = value.getSeconds();
        int nanos = value.getNano();
        if (nanos % 1_000_000 != 0 || (nanos != 0 && (seconds < 0 || seconds > MAX_SECONDS))) {
            BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
            return exact.stripTrailingZeros().toPlainString() + "s";
        }
        if (nanos != 0) {
            return value.toMillis() + "ms";
        }
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }
}
