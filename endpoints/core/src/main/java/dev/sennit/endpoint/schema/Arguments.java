package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a type's arguments, read and checked.
 *
 * <p>Two are equal when they say the same of the same type, however it was written.
 */
public final class Arguments {

    private final EndpointSchema schema;
    private final Map<Argument<?>, Object> given;

    Arguments(EndpointSchema schema, Map<Argument<?>, Object> given) {
        this.schema = schema;
        this.given = new LinkedHashMap<>(given);
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
    @SuppressWarnings("unchecked") // Only Binder fills the map, with what the argument's own kind has read.
    public <T> Optional<T> find(Argument<T> argument) {
        if (!schema.arguments().contains(argument)) {
            throw new IllegalArgumentException(schema.title() + " declares no such argument '" + argument + "'");
        }
        Object value = given.get(argument);
        return value == null ? argument.defaultValue() : Optional.of((T) value);
    }

    /** Answers whether the argument was written in the string. */
    public boolean isGiven(Argument<?> argument) {
        return given.containsKey(argument);
    }

    /** Returns the endpoints nested in the arguments, in the order written. */
    public List<NestedEndpoint> nested() {
        return given.keySet().stream()
                .flatMap(argument -> nestedIn(argument).stream())
                .toList();
    }

    private <T> List<NestedEndpoint> nestedIn(Argument<T> argument) {
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
                wrapped = text.orElseThrow();
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
