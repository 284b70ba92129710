package dev.sennit.endpoint.schema;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Kinds that are words: choices, hosts and paths. */
final class Words {

    static final ArgumentKind<Boolean> BOOLEAN = ArgumentKind.of("true or false", Words::parseBoolean, String::valueOf);

    static final ArgumentKind<String> HOST =
            ArgumentKind.of("a host name or an IP address", Words::parseHost, Function.identity());

    static final ArgumentKind<String> HOST_OR_ALL = ArgumentKind.of(
            "a host name or an IP address, or empty for all",
            text -> text.isEmpty() ? Optional.of(text) : parseHost(text),
            Function.identity());

    static final ArgumentKind<Path> PATH = ArgumentKind.of("a file path", Words::parsePath, Path::toString);

    private static final int MAX_HOST_LENGTH = 255;
    /** Without the character that stands for bytes which were no text: they may have named another host. */
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}:/@%\\[\\]\uFFFD]+");

    private static final Pattern IPV6 =
            Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[^\\s\\p{Cntrl}:/@%\\[\\]\uFFFD]+)?");

    private Words() {}

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
}
