package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.SourceText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of argument value: how it is read, written and explained.
 *
 * <p>{@code parse} of a {@code format}ted value gives an equal value. Neither does I/O.
 *
 * @param <T> the type of the values
 */
public interface ArgumentKind<T> {

    /**
     * Reads a value.
     *
     * @throws dev.sennit.endpoint.description.EndpointSyntaxException if the text is no such value, as made by
     *     {@link ArgumentText#mustBe}
     */
    T parse(ArgumentText text);

    /** Writes a value, free of quoting. */
    String format(T value);

    /** Says what is right, to complete "port must be …". */
    String rule();

    /** Answers whether values must not be shown. */
    default boolean isSecret() {
        return false;
    }

    /** Returns the endpoints within a value. */
    default List<Arguments> endpointsIn(T value) {
        return List.of();
    }

    /**
     * Checks a value that was given in code rather than read.
     *
     * @param name the argument's name, for the message
     * @throws IllegalArgumentException if it breaks the rule, or its text is not read as an equal value
     */
    default void check(String name, T value) {
        ArgumentText text = new ArgumentText(name, SourceText.of(format(value)));
        String shown = isSecret() ? "the value" : text.source().quoted();
        T read;
        try {
            read = parse(text);
        } catch (EndpointSyntaxException broken) {
            String problem = name + " must be " + rule();
            // The cause shows the text.
            throw isSecret()
                    ? new IllegalArgumentException(problem)
                    : new IllegalArgumentException(problem + ", not " + shown, broken);
        }
        if (!read.equals(value)) {
            throw new IllegalArgumentException(
                    name + " must be " + rule() + "; " + shown + " does not read as the value given");
        }
    }

    /**
     * Makes a kind.
     *
     * @param parse gives nothing for a text that breaks the rule
     */
    static <T> ArgumentKind<T> of(String rule, Function<String, Optional<T>> parse, Function<T, String> format) {
        return new Kinds.SimpleKind<>(rule, parse, format, false);
    }

    /** Any text. */
    static ArgumentKind<String> text() {
        return of("a text", Optional::of, Function.identity());
    }

    /** Any text but the empty one, which is never shown. */
    static ArgumentKind<Secret> secret() {
        return new Kinds.SimpleKind<>(
                "a text that is not empty",
                text -> text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text)),
                Secret::reveal,
                true);
    }

    /** A whole number of the range, both ends included. */
    static ArgumentKind<Integer> integer(int least, int most) {
        return Kinds.integer(least, most);
    }

    /** A TCP or UDP port number, 0 to 65535. */
    static ArgumentKind<Integer> port() {
        return integer(0, 65_535);
    }

    /** Time: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, {@code 1d}, a decimal fraction of them, or bare seconds. */
    static ArgumentKind<Duration> duration() {
        return Kinds.DURATION;
    }

    /** Bytes: {@code 64KiB}, {@code 1MB}, up to {@code TiB} and {@code TB}, or a bare number. */
    static ArgumentKind<Long> size() {
        return Kinds.SIZE;
    }

    /** File permissions as up to four octal digits. */
    static ArgumentKind<Integer> mode() {
        return Kinds.MODE;
    }

    /** {@code true}, {@code yes}, {@code on}, {@code 1} or their opposites, in any case. */
    static ArgumentKind<Boolean> bool() {
        return Kinds.BOOLEAN;
    }

    /** One of a few words, case-sensitive. */
    static ArgumentKind<String> choice(String... words) {
        return Kinds.choice(List.of(words), Function.identity());
    }

    /** A constant of an enumeration, written in lower case with {@code -} for {@code _}. */
    static <E extends Enum<E>> ArgumentKind<E> choice(Class<E> type) {
        return Kinds.choice(List.of(type.getEnumConstants()), Kinds::ofConstant);
    }

    /** A host name or a literal IP address, resolved by no one yet. */
    static ArgumentKind<String> host() {
        return Kinds.HOST;
    }

    /** A host to listen on or send from; empty stands for all. */
    static ArgumentKind<String> hostOrAll() {
        return Kinds.HOST_OR_ALL;
    }

    /** A path of the default file system, which may not exist. */
    static ArgumentKind<Path> path() {
        return Kinds.PATH;
    }

    /**
     * Another endpoint, whose mistakes are reported at their place in the whole string. For one that leads on, declare
     * {@code HopType.VIA} of {@code dev.sennit.endpoint}.
     */
    static ArgumentKind<Arguments> endpoint(EndpointRole role) {
        return new Kinds.EndpointKind(role);
    }

    /** Items with commas between them, or none; an item that has a comma of its own stands in brackets. */
    static <T> ArgumentKind<List<T>> list(ArgumentKind<T> item) {
        return new Kinds.ListKind<>(item);
    }
}
