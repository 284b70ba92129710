package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint as a value: a type, and the values of its arguments, in which other endpoints may nest. Immutable; it opens
 * nothing and knows no reactor.
 *
 * <p>{@link EndpointTypes#bind} reads it from a string; code makes it with {@link #of} and {@link #with}. Two are equal when
 * they say the same of the same type, however each was made or written.
 */
public final class Arguments {

    private final EndpointSchema schema;
    private final Map<Argument<?>, Object> given;

    Arguments(EndpointSchema schema, Map<Argument<?>, Object> given) {
        this.schema = schema;
        this.given = new LinkedHashMap<>(given);
    }

    /** Starts an endpoint of this type, without arguments. */
    public static Arguments of(EndpointSchema schema) {
        return new Arguments(schema, Map.of());
    }

    /**
     * Returns the same endpoint with this argument.
     *
     * @throws IllegalArgumentException if the argument is not one of the type's, or the value breaks its rule
     */
    public <T> Arguments with(Argument<T> argument, T value) {
        requireDeclared(argument);
        try {
            argument.kind().check(argument.name(), value);
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(schema.title() + ": " + broken.getMessage(), broken);
        }
        Map<Argument<?>, Object> more = new LinkedHashMap<>(given);
        more.put(argument, value instanceof List<?> list ? List.copyOf(list) : value);
        return new Arguments(schema, more);
    }

    /** Returns the same endpoint with those of these arguments that another endpoint, whose type declares them too, was given. */
    public Arguments with(List<Argument<?>> arguments, Arguments other) {
        Arguments all = this;
        for (Argument<?> argument : arguments) {
            all = all.with(argument, other);
        }
        return all;
    }

    private <T> Arguments with(Argument<T> argument, Arguments other) {
        return other.isGiven(argument) ? with(argument, other.get(argument)) : this;
    }

    /**
     * Checks an endpoint that was made in code: that no argument is missing, and that the arguments fit together. Reading a
     * string does so, and {@code EndpointContext} before it makes an endpoint of the value.
     *
     * @throws IllegalArgumentException if they do not
     */
    public void check() {
        RuleCheck rules = new RuleCheck(schema, List.copyOf(given.keySet()));
        rules.beforeReading().or(() -> rules.afterReading(this)).ifPresent(broken -> {
            throw new IllegalArgumentException(
                    broken.blamed().isPresent() ? schema.title() + ": " + broken.problem() : broken.problem());
        });
    }

    /** Returns the declaration of the type. */
    public EndpointSchema schema() {
        return schema;
    }

    /**
     * Returns the value given, or else the default.
     *
     * @throws IllegalArgumentException if the argument was not given and has no default, or is not one of the type's
     */
    public <T> T get(Argument<T> argument) {
        return find(argument)
                .orElseThrow(() -> new IllegalArgumentException(
                        "argument '" + argument + "' was not given and has no default; use find"));
    }

    /**
     * Returns the value given, or else the default if there is one.
     *
     * @throws IllegalArgumentException if the argument is not one of the type's
     */
    @SuppressWarnings("unchecked") // Binder and with fill the map, each with a value of the argument's own kind.
    public <T> Optional<T> find(Argument<T> argument) {
        requireDeclared(argument);
        Object value = given.get(argument);
        return value == null ? argument.defaultValue() : Optional.of((T) value);
    }

    private void requireDeclared(Argument<?> argument) {
        if (!schema.arguments().contains(argument)) {
            throw new IllegalArgumentException(schema.title() + " declares no such argument '" + argument + "'");
        }
    }

    /** Returns whether the argument was given, rather than left to its default. */
    public boolean isGiven(Argument<?> argument) {
        return given.containsKey(argument);
    }

    /** Returns the endpoints nested in the arguments, in the order given. */
    public List<Arguments> nested() {
        return given.keySet().stream()
                .flatMap(argument -> nestedIn(argument).stream())
                .toList();
    }

    /** Returns how deep endpoints nest in this one, itself included. */
    int depth() {
        return 1 + nested().stream().mapToInt(Arguments::depth).max().orElse(0);
    }

    private <T> List<Arguments> nestedIn(Argument<T> argument) {
        return find(argument).map(argument.kind()::endpointsIn).orElse(List.of());
    }

    /**
     * Returns the normal form, secrets included: the type's first name, required positional arguments by position, the others
     * by name in the order declared and without defaults, a wrapped endpoint last.
     */
    public EndpointDescription toDescription() {
        EndpointDescription description = EndpointDescription.of(schema.name());
        String wrapped = "";
        for (Argument<?> argument : schema.arguments()) {
            Optional<String> text = textToWrite(argument);
            if (argument.isRest()) {
                wrapped = text.orElse("");
            } else if (schema.isWrittenByPosition(argument) && text.isPresent()) {
                description = description.with(text.get());
            } else if (text.isPresent()) {
                description = description.with(argument.name(), text.get());
            }
        }
        return wrapped.isEmpty() ? description : description.with(wrapped);
    }

    private <T> Optional<String> textToWrite(Argument<T> argument) {
        return find(argument)
                .filter(value -> !argument.defaultValue().equals(Optional.of(value)))
                .map(argument.kind()::format);
    }

    /** Returns the normal form as a string to show, secrets as {@code ***}. */
    public String describe() {
        return toDescription().toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Arguments that
                && schema.equals(that.schema)
                && toDescription().equals(that.toDescription());
    }

    @Override
    public int hashCode() {
        return toDescription().hashCode();
    }

    @Override
    public String toString() {
        return describe();
    }
}
