package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.description.SourceText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds that {@link ArgumentKind} offers. */
final class Kinds {
    static final ArgumentKind<Boolean> BOOLEAN = ArgumentKind.of("true or false", Kinds::parseBoolean, String::valueOf);

    static final ArgumentKind<String> HOST =
            ArgumentKind.of("a host name or an IP address", Kinds::parseHost, Function.identity());

    static final ArgumentKind<String> HOST_OR_ALL = ArgumentKind.of(
            "a host name or an IP address, or empty for all",
            text -> text.isEmpty() ? Optional.of(text) : parseHost(text),
            Function.identity());

    static final ArgumentKind<Path> PATH = ArgumentKind.of("a file path", Kinds::parsePath, Path::toString);

    private static final int MAX_HOST_LENGTH = 255;
    /** Without the character that stands for bytes which were no text: they may have named another host. */
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}:/@%\\[\\]\uFFFD]+");

    private static final Pattern IPV6 =
            Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[^\\s\\p{Cntrl}:/@%\\[\\]\uFFFD]+)?");

    static final ArgumentKind<Long> SIZE =
            ArgumentKind.of("a size in bytes such as 4096, 64KiB or 1MB", Kinds::parseSize, Kinds::formatSize);

    static final ArgumentKind<Integer> MODE = ArgumentKind.of(
            "an octal mode such as 660",
            text -> text.matches("[0-7]{1,4}") ? Optional.of(Integer.parseInt(text, 8)) : Optional.empty(),
            Integer::toOctalString);

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");
    private static final Pattern SIZE_PATTERN =
            Pattern.compile("([0-9]{1,19})(B|[KMGT]i?B)?", Pattern.CASE_INSENSITIVE);

    /** A unit of size, largest first so that the first which divides a number is the one to write it in. */
    private record Unit(String name, long bytes) {}

    private static final List<Unit> SIZE_UNITS = List.of(
            new Unit("TiB", 1L << 40),
            new Unit("TB", 1_000_000_000_000L),
            new Unit("GiB", 1L << 30),
            new Unit("GB", 1_000_000_000),
            new Unit("MiB", 1L << 20),
            new Unit("MB", 1_000_000),
            new Unit("KiB", 1L << 10),
            new Unit("KB", 1_000));

    static final ArgumentKind<Duration> DURATION =
            ArgumentKind.of("a duration such as 30s, 500ms, 2m or 1h", Kinds::parseDuration, Kinds::formatDuration);

    private static final Pattern DURATION_PATTERN = Pattern.compile("([0-9]{1,15})(\\.[0-9]{1,9})?(ms|s|m|h|d)?");
    private static final Map<String, Duration> TIME_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /** More than 30,000 years. Whatever its unit, a time up to it has no more digits than are read. */
    private static final long MAX_SECONDS = 999_999_999_999L;

    private Kinds() {}

    static <T> ArgumentKind<T> choice(List<T> values, Function<T, String> word) {
        List<String> words = values.stream().map(word).toList();
        return ArgumentKind.of(
                String.join(", ", words).replaceFirst(", ([^,]*)$", " or $1"),
                text -> values.stream()
                        .filter(value -> word.apply(value).equals(text))
                        .findFirst(),
                word);
    }

    static String ofConstant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Boolean> parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Optional.of(true);
            case "false", "no", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<String> parseHost(String text) {
        boolean host = text.length() <= MAX_HOST_LENGTH
                && (NAME.matcher(text).matches() || IPV6.matcher(text).matches());
        return host ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Path> parsePath(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

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
        long factor = SIZE_UNITS.stream()
                .filter(each -> each.name().equalsIgnoreCase(unit))
                .mapToLong(Unit::bytes)
                .findFirst()
                .orElse(1);
        BigInteger bytes = new BigInteger(text.substring(0, matcher.end(1))).multiply(BigInteger.valueOf(factor));
        return bytes.bitLength() < Long.SIZE ? Optional.of(bytes.longValue()) : Optional.empty();
    }

    private static String formatSize(long bytes) {
        return SIZE_UNITS.stream()
                .filter(unit -> bytes != 0 && bytes % unit.bytes() == 0)
                .findFirst()
                .map(unit -> bytes / unit.bytes() + unit.name())
                .orElse(Long.toString(bytes));
    }

    private static Optional<Duration> parseDuration(String text) {
        Matcher matcher = DURATION_PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(3) == null ? "s" : matcher.group(3);
        BigDecimal number =
                new BigDecimal(text.substring(0, text.length() - (matcher.group(3) == null ? 0 : unit.length())));
        BigDecimal nanos = number.multiply(
                BigDecimal.valueOf(TIME_UNITS.getOrDefault(unit, Duration.ZERO).toNanos()));
        BigDecimal[] secondsAndNanos = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        return secondsAndNanos[0].compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(secondsAndNanos[0].longValue(), secondsAndNanos[1].longValue()));
    }

    private static String formatDuration(Duration value) {
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

    /** A kind made of two functions. */
    record SimpleKind<T>(
            String rule, Function<String, Optional<T>> reader, Function<T, String> writer, boolean isSecret)
            implements ArgumentKind<T> {

        @Override
        public T parse(ArgumentText text) {
            return reader.apply(text.text()).orElseThrow(() -> text.mustBe(rule));
        }

        @Override
        public String format(T value) {
            return writer.apply(value);
        }
    }

    /** An endpoint within an endpoint. */
    record EndpointKind(EndpointRole role) implements ArgumentKind<Arguments> {

        @Override
        public Arguments parse(ArgumentText text) {
            return text.types().bind(role, ParsedDescription.parseNested(text.source()));
        }

        @Override
        public String format(Arguments value) {
            return value.toDescription().format();
        }

        @Override
        public void check(String name, Arguments value) {
            EndpointRole given = value.schema().role();
            if (!role.takes(given)) {
                throw new IllegalArgumentException(
                        name + " must be " + rule() + ", not " + value.schema().title());
            }
            if (value.depth() >= SourceText.MAX_DEPTH) {
                throw new IllegalArgumentException(name + ": endpoints nest at most " + SourceText.MAX_DEPTH + " deep");
            }
            try {
                value.check();
            } catch (IllegalArgumentException broken) {
                throw new IllegalArgumentException(name + ": " + broken.getMessage(), broken);
            }
        }

        @Override
        public String rule() {
            return "a " + role.word() + " endpoint";
        }

        @Override
        public List<Arguments> endpointsIn(Arguments value) {
            return List.of(value);
        }
    }

    /** Items of one kind with commas between them. */
    record ListKind<T>(ArgumentKind<T> item) implements ArgumentKind<List<T>> {

        @Override
        public List<T> parse(ArgumentText text) {
            return split(text).stream().map(item::parse).toList();
        }

        private static List<ArgumentText> split(ArgumentText text) {
            List<ArgumentText> items = new ArrayList<>();
            int from = 0;
            while (from <= text.text().length() && !text.text().isEmpty()) {
                int to = endOfItem(text.text(), from);
                items.add(unbracket(text, from, to));
                from = to + 1;
            }
            return items;
        }

        private static ArgumentText unbracket(ArgumentText text, int from, int to) {
            if (from == to) {
                throw text.source().error(from, text.name() + " has an empty item between its commas");
            }
            return isEnclosed(text.text().substring(from, to)) ? text.slice(from + 1, to - 1) : text.slice(from, to);
        }

        @Override
        public String format(List<T> items) {
            return items.stream()
                    .map(item::format)
                    .map(text -> needsBrackets(text, items.size() > 1) ? "[" + text + "]" : text)
                    .collect(Collectors.joining(","));
        }

        /**
         * An item with colons could do without, but a list of bracketed endpoints reads better than one pair round all.
         * Brackets that would not pair up are left out: such an item, read from a list, needs none.
         */
        private static boolean needsBrackets(String text, boolean amongOthers) {
            boolean wanted = text.isEmpty()
                    || endOfItem(text, 0) < text.length()
                    || isEnclosed(text)
                    || (amongOthers && text.indexOf(':') >= 0);
            return wanted && isEnclosed("[" + text + "]");
        }

        @Override
        public String rule() {
            return "a comma-separated list, each item " + item.rule();
        }

        @Override
        public boolean isSecret() {
            return item.isSecret();
        }

        @Override
        public void check(String name, List<T> items) {
            items.forEach(each -> item.check(name, each));
            List<String> texts = items.stream().map(item::format).toList();
            if (!textsIn(format(items)).equals(texts)) {
                throw new IllegalArgumentException(
                        name + " must be a comma-separated list in which the brackets of each item pair up");
            }
        }

        private static List<String> textsIn(String list) {
            return split(new ArgumentText("", SourceText.of(list))).stream()
                    .map(ArgumentText::text)
                    .toList();
        }

        @Override
        public List<Arguments> endpointsIn(List<T> items) {
            return items.stream()
                    .flatMap(each -> item.endpointsIn(each).stream())
                    .toList();
        }

        private static boolean isEnclosed(String text) {
            return text.startsWith("[") && endOf(text, 0, ']') == text.length() - 1;
        }

        private static int endOfItem(String text, int from) {
            return endOf(text, from, ',');
        }

        /** Finds the first such character after which no bracket is open, counted from {@code from}; else the text's length. */
        private static int endOf(String text, int from, char last) {
            int depth = 0;
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
                if (c == last && depth <= 0) {
                    return i;
                }
            }
            return text.length();
        }
    }
}
