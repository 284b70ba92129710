package dev.sennit.endpoint.schema;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole numbers, sizes and modes. */
final class Numbers {

    static final ArgumentKind<Long> SIZE =
            ArgumentKind.of("a size in bytes such as 4096, 64KiB or 1MB", Numbers::parseSize, Numbers::formatSize);

    static final ArgumentKind<Integer> MODE = ArgumentKind.of(
            "an octal mode such as 660",
            text -> text.matches("[0-7]{1,4}") ? Optional.of(Integer.parseInt(text, 8)) : Optional.empty(),
            Integer::toOctalString);

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern SIZE_PATTERN =
            Pattern.compile("([0-9]{1,19})(B|[KMGT]i?B)?", Pattern.CASE_INSENSITIVE);

    /** A unit of size, largest first so that the first which divides a number is the one to write it in. */
    private record Unit(String name, long bytes) {}

    private static final List<Unit> UNITS = List.of(
            new Unit("TiB", 1L << 40),
            new Unit("TB", 1_000_000_000_000L),
            new Unit("GiB", 1L << 30),
            new Unit("GB", 1_000_000_000),
            new Unit("MiB", 1L << 20),
            new Unit("MB", 1_000_000),
            new Unit("KiB", 1L << 10),
            new Unit("KB", 1_000));

    private Numbers() {}

    static ArgumentKind<Integer> integer(int least, int most) {
        return ArgumentKind.of(
                least + " to " + most,
                text -> {
                    // Checked before it is read: other digits of Unicode and a leading '+' are refused.
                    if (!INTEGER.matcher(text).matches()) {
                        return Optional.empty();
                    }
                    long number = Long.parseLong(text);
                    return number < least || number > most ? Optional.empty() : Optional.of((int) number);
                },
                String::valueOf);
    }

    private static Optional<Long> parseSize(String text) {
        Matcher matcher = SIZE_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long factor = UNITS.stream()
                .filter(each -> each.name().equalsIgnoreCase(unit))
                .mapToLong(Unit::bytes)
                .findFirst()
                .orElse(1);
        BigInteger bytes = new BigInteger(text.substring(0, matcher.end(1))).multiply(BigInteger.valueOf(factor));
        return bytes.bitLength() < Long.SIZE ? Optional.of(bytes.longValue()) : Optional.empty();
    }

    private static String formatSize(long bytes) {
        return UNITS.stream()
                .filter(unit -> bytes != 0 && bytes % unit.bytes() == 0)
                .findFirst()
                .map(unit -> bytes / unit.bytes() + unit.name())
                .orElse(Long.toString(bytes));
    }
}
