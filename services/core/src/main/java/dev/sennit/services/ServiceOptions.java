package dev.sennit.services;

import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.description.SourceText;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentText;
import dev.sennit.endpoint.schema.EndpointTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of a service's options, read and checked. */
public final class ServiceOptions {
    private final String service;
    private final List<Argument<?>> declared;
    private final Map<Argument<?>, Object> given = new LinkedHashMap<>();

    private ServiceOptions(ServiceType type) {
        this.service = type.name();
        this.declared = type.options();
    }

    /**
     * Reads options.
     *
     * @param given the text given for each option, by its name without hyphens
     * @param known the types of endpoints that options may name
     * @throws dev.sennit.endpoint.description.EndpointSyntaxException if a value is not of its option's kind; it points
     *     into {@code --NAME=VALUE}
     * @throws IllegalArgumentException if an option is missing, unknown or given twice
     */
    public static ServiceOptions read(ServiceType type, Map<String, String> given, EndpointTypes known) {
        ServiceOptions options = new ServiceOptions(type);
        given.forEach((name, text) -> {
            Argument<?> option = options.declared.stream()
                    .filter(candidate -> candidate.names().contains(name))
                    .findFirst()
                    .orElseThrow(() -> options.unknown(name));
            if (options.given.put(option, value(option, name, text, known)) != null) {
                throw new IllegalArgumentException("option '--" + option + "' is given twice");
            }
        });
        options.declared.stream()
                .filter(option -> option.isRequired() && !options.isGiven(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException(type.name() + " needs the option '--" + option + "'");
                });
        return options;
    }

    /**
     * Reads the value of one option.
     *
     * @throws dev.sennit.endpoint.description.EndpointSyntaxException if it is none of its kind; it points into
     *     {@code --NAME=VALUE}
     */
    public static <T> T value(Argument<T> option, String name, String text, EndpointTypes known) {
        String prefix = "--" + name + "=";
        SourceText whole = SourceText.of(prefix + text);
        T value = option.kind()
                .parse(new ArgumentText(name, whole.slice(prefix.length(), prefix.length() + text.length()), known));
        return value;
    }

    /**
     * Returns the value given, or else the default.
     *
     * @throws IllegalArgumentException if the option was not given and has no default, or is not one of the service's
     */
    public <T> T get(Argument<T> option) {
        return find(option)
                .orElseThrow(() -> new IllegalArgumentException(
                        "option '--" + option + "' was not given and has no default; use find"));
    }

    /**
     * Returns the value given, or else the default if there is one.
     *
     * @throws IllegalArgumentException if the option is not one of the service's
     */
    @SuppressWarnings("unchecked") // The map holds what the option's own kind has read.
    public <T> Optional<T> find(Argument<T> option) {
        if (!declared.contains(option)) {
            throw new IllegalArgumentException(service + " declares no option '--" + option + "'");
        }
        Object value = given.get(option);
        return value == null ? option.defaultValue() : Optional.of((T) value);
    }

    /** Whether the option was given. */
    public boolean isGiven(Argument<?> option) {
        return given.containsKey(option);
    }

    private IllegalArgumentException unknown(String name) {
        List<String> names =
                declared.stream().flatMap(option -> option.names().stream()).toList();
        return new IllegalArgumentException(service + " has no option '--" + name + "'"
                + NearestName.find(name, names)
                        .map(near -> "; did you mean '--" + near + "'?")
                        .orElse(names.isEmpty() ? "; it takes none" : "; it takes --" + String.join(", --", names)));
    }

    /** Shows the options given, secrets hidden. */
    @Override
    public String toString() {
        return service + given.keySet();
    }
}
