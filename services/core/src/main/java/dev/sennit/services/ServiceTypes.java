package dev.sennit.services;

import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.description.SourceText;
import dev.sennit.endpoint.schema.Argument;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The services that can be run by name. Immutable. */
public final class ServiceTypes {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    /** Options that every service has from the command. */
    private static final Set<String> TAKEN = Set.of("help", "drain", "verbose", "debug", "version");

    private final TreeMap<String, ServiceType> byName = new TreeMap<>();

    private ServiceTypes(Collection<? extends ServiceType> types) {
        for (ServiceType type : types) {
            check(type);
            if (byName.put(type.name(), type) != null) {
                throw new IllegalArgumentException("two services are called '" + type.name() + "'");
            }
        }
    }

    /**
     * Gathers services.
     *
     * @throws IllegalArgumentException if two have the same name, or one declares a name that cannot be used
     */
    public static ServiceTypes of(Collection<? extends ServiceType> types) {
        return new ServiceTypes(types);
    }

    /** Gathers the services of every module that the {@link ServiceLoader} finds for the calling thread. */
    public static ServiceTypes installed() {
        return of(ServiceLoader.load(ServiceModule.class).stream()
                .flatMap(module -> module.get().types().stream())
                .toList());
    }

    /** The services, in the order of their names. */
    public List<ServiceType> all() {
        return List.copyOf(byName.values());
    }

    /** Finds a service by its name. */
    public Optional<ServiceType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What to tell somebody who asked for a service that there is not. */
    public String unknown(String name) {
        return "unknown service " + SourceText.quoted(name) + "; "
                + NearestName.find(name, byName.keySet())
                        .map(near -> "did you mean '" + near + "'? ")
                        .orElse("")
                + "known: " + String.join(", ", byName.keySet());
    }

    private static void check(ServiceType type) {
        if (!NAME.matcher(type.name()).matches()) {
            throw new IllegalArgumentException(
                    "a service's name is made of lower-case letters, digits and hyphens, not '" + type.name() + "' ("
                            + type.getClass().getName() + ")");
        }
        Set<String> seen = new HashSet<>(TAKEN);
        for (Argument<?> option : type.options()) {
            for (String name : option.names()) {
                if (!seen.add(name)) {
                    throw new IllegalArgumentException(
                            "service " + type.name() + " declares the option '--" + name + "', which it has already");
                }
            }
        }
    }
}
