package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.SecretNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One argument of an endpoint type, declared once as a constant and used to ask for its value.
 *
 * @param <T> the type of its values
 */
public final class Argument<T> {

    /** Where an argument may stand. */
    private enum Place {
        NAMED,
        POSITIONAL,
        REST
    }

    private final String name;
    private final List<String> aliases;
    private final ArgumentKind<T> kind;
    private final Optional<T> defaultValue;
    private final boolean required;
    private final Place place;
    private final String help;
    private final List<String> foreignNames;
    private final String advice;

    private Argument(
            String name,
            List<String> aliases,
            ArgumentKind<T> kind,
            Optional<T> defaultValue,
            boolean required,
            Place place,
            String help,
            List<String> foreignNames,
            String advice) {
        this.name = name;
        this.aliases = List.copyOf(aliases);
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.required = required;
        this.place = place;
        this.help = help;
        this.foreignNames = List.copyOf(foreignNames);
        this.advice = advice;
        refuseSecretThatWouldShow();
    }

    /** Declares an argument that must be given. */
    public static <T> Argument<T> required(String name, ArgumentKind<T> kind, String help) {
        return new Argument<>(name, List.of(), kind, Optional.empty(), true, Place.NAMED, help, List.of(), "");
    }

    /** Declares an argument that has no value unless given. */
    public static <T> Argument<T> optional(String name, ArgumentKind<T> kind, String help) {
        return new Argument<>(name, List.of(), kind, Optional.empty(), false, Place.NAMED, help, List.of(), "");
    }

    /** Declares an argument that has the default value unless given. */
    public static <T> Argument<T> optional(String name, ArgumentKind<T> kind, T defaultValue, String help) {
        return new Argument<>(
                name, List.of(), kind, Optional.of(defaultValue), false, Place.NAMED, help, List.of(), "");
    }

    /**
     * Declares the endpoint that the type wraps, given by name or as the last positional argument.
     *
     * <p>Quoted as a whole it is one argument; otherwise it runs to the end of the string, as in {@code haproxy:tcp:8080}.
     */
    public static Argument<Arguments> rest(String name, EndpointRole role, String help) {
        return new Argument<>(
                name, List.of(), ArgumentKind.endpoint(role), Optional.empty(), true, Place.REST, help, List.of(), "");
    }

    /** Lets the argument also be given by position, in the order of declaration. */
    public Argument<T> positional() {
        return new Argument<>(
                name, aliases, kind, defaultValue, required, Place.POSITIONAL, help, foreignNames, advice);
    }

    /** Lets the argument also be given under other names. */
    public Argument<T> aliases(String... names) {
        return new Argument<>(name, List.of(names), kind, defaultValue, required, place, help, foreignNames, advice);
    }

    /**
     * Adds names under which other programs have something similar, and which this type does not take.
     *
     * @param text what the error for such a name says in place of the names that the type takes
     */
    public Argument<T> advice(String text, String... names) {
        return new Argument<>(name, aliases, kind, defaultValue, required, place, help, List.of(names), text);
    }

    /** Returns what to say to somebody who gave this name, if it is one that other programs have. */
    Optional<String> adviceFor(String given) {
        return foreignNames.stream().anyMatch(given::equalsIgnoreCase) ? Optional.of(advice) : Optional.empty();
    }

    /** Returns the name it is given and shown under. */
    public String name() {
        return name;
    }

    /** Returns the other names it may be given under. */
    public List<String> aliases() {
        return aliases;
    }

    /** Returns the name and the aliases. */
    public List<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream()).toList();
    }

    /** Returns the kind of its values. */
    public ArgumentKind<T> kind() {
        return kind;
    }

    /** Returns the value it has when not given. */
    public Optional<T> defaultValue() {
        return defaultValue;
    }

    /** Answers whether it must be given. */
    public boolean isRequired() {
        return required;
    }

    /** Answers whether it may be given by position. */
    public boolean isPositional() {
        return place == Place.POSITIONAL;
    }

    /** Answers whether it is the endpoint that the type wraps. */
    public boolean isRest() {
        return place == Place.REST;
    }

    /** Returns the line of help. */
    public String help() {
        return help;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Secrets are hidden by name alone, so that they are even where the type is not known. */
    private void refuseSecretThatWouldShow() {
        if (kind.isSecret() && (place != Place.NAMED || !names().stream().allMatch(SecretNames::looksSecret))) {
            throw new IllegalArgumentException("a secret argument is never positional and has a name such as password, "
                    + "secret or token, not " + names());
        }
    }
}
