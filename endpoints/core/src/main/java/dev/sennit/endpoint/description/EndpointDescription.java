package dev.sennit.endpoint.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an endpoint string says, as a value: a type and its arguments in the order written.
 *
 * <p>The string is its second spelling: {@code parse(x.format()).equals(x)} holds for every description. Order is part of
 * the value because some types end in another endpoint ({@code limit:connections=5:tcp:80}); which orders, names and values
 * a type takes is for its declaration to say, so none is refused here.
 *
 * @param type the type's name in lower case
 */
public record EndpointDescription(String type, List<GivenArgument> arguments) {

    /** The most arguments one description has. */
    public static final int MAX_ARGUMENTS = 1000;

    /** @throws IllegalArgumentException if the type is not a type name or there are too many arguments */
    public EndpointDescription {
        if (!Grammar.isWord(type)) {
            throw new IllegalArgumentException(
                    "an endpoint type is made of " + Grammar.WORD_RULE + ", not '" + type + "'");
        }
        type = type.toLowerCase(Locale.ROOT);
        arguments = List.copyOf(arguments);
        if (arguments.size() > MAX_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "an endpoint has at most " + MAX_ARGUMENTS + " arguments, not " + arguments.size());
        }
    }

    /** Starts a description without arguments. */
    public static EndpointDescription of(String type) {
        return new EndpointDescription(type, List.of());
    }

    /**
     * Reads an endpoint string.
     *
     * @throws EndpointSyntaxException if the string breaks the grammar
     */
    public static EndpointDescription parse(String text) {
        return ParsedDescription.parse(text).description();
    }

    /** Adds a positional argument at the end. */
    public EndpointDescription with(String value) {
        return with(new GivenArgument("", value));
    }

    /** Adds a named argument at the end. */
    public EndpointDescription with(String name, String value) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a named argument needs a name");
        }
        return with(new GivenArgument(name, value));
    }

    private EndpointDescription with(GivenArgument argument) {
        List<GivenArgument> all = new ArrayList<>(arguments);
        all.add(argument);
        return new EndpointDescription(type, all);
    }

    /** Returns the positional values in order. */
    public List<String> positional() {
        return arguments.stream()
                .filter(GivenArgument::isPositional)
                .map(GivenArgument::value)
                .toList();
    }

    /** Finds the first value given under the name. */
    public Optional<String> named(String name) {
        return arguments.stream()
                .filter(argument -> !argument.isPositional() && argument.name().equals(name))
                .map(GivenArgument::value)
                .findFirst();
    }

    /** Spells the description the most readable way, secrets included. */
    public String format() {
        return arguments.stream()
                .map(argument -> ":" + Quoting.format(argument))
                .collect(Collectors.joining("", type, ""));
    }

    /** Spells the description for logs: as {@link #format}, with every value under a name that looks secret as {@code ***}. */
    @Override
    public String toString() {
        return SecretNames.hideSecrets(format());
    }
}
