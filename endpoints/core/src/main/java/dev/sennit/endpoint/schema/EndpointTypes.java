package dev.sennit.endpoint.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.description.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The known endpoint types of every role. */
public final class EndpointTypes {

    private static final Set<String> DATAGRAM_TYPES = Set.of("udp", "udp4", "udp6", "dtls");

    private final Map<EndpointRole, Map<String, EndpointSchema>> byRole = new EnumMap<>(EndpointRole.class);

    private EndpointTypes(Collection<EndpointSchema> schemas) {
        schemas.forEach(schema -> schema.names().forEach(name -> add(schema, name.toLowerCase(Locale.ROOT))));
    }

    /**
     * Gathers types.
     *
     * @throws IllegalArgumentException if two of one role have the same name
     */
    public static EndpointTypes of(Collection<EndpointSchema> schemas) {
        return new EndpointTypes(schemas);
    }

    private void add(EndpointSchema schema, String name) {
        Map<String, EndpointSchema> ofRole = byRole.computeIfAbsent(schema.role(), role -> new TreeMap<>());
        if (ofRole.putIfAbsent(name, schema) != null) {
            throw new IllegalArgumentException(
                    "two " + schema.role().word() + " endpoint types are called '" + name + "'");
        }
    }

    private Map<String, EndpointSchema> ofRole(EndpointRole role) {
        return byRole.getOrDefault(role, Map.of());
    }

    /** Returns the types of a role, in the order of their names. */
    public List<EndpointSchema> schemas(EndpointRole role) {
        return ofRole(role).values().stream()
                .distinct()
                .sorted(Comparator.comparing(EndpointSchema::name))
                .toList();
    }

    /** Finds a type by its name or an alias, in any case. */
    public Optional<EndpointSchema> find(EndpointRole role, String name) {
        return Optional.ofNullable(ofRole(role).get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Reads an endpoint string and the arguments of each endpoint in it.
     *
     * @throws EndpointSyntaxException for the first mistake; where the text is a port, a host and a port or a URL, the
     *     message has the endpoint string that {@link EndpointGuess} finds for it
     */
    public Arguments bind(EndpointRole role, String text) {
        try {
            return bind(role, ParsedDescription.parse(text));
        } catch (EndpointSyntaxException mistake) {
            String guess = guess(role, text, mistake).orElseThrow(() -> mistake);
            throw new EndpointSyntaxException(
                    mistake.text(), mistake.column(), mistake.problem() + "; did you mean '" + guess + "'?");
        }
    }

    /** Guesses what was meant, unless the mistake says so already, or the text is a known type with one argument. */
    private Optional<String> guess(EndpointRole role, String text, EndpointSyntaxException mistake) {
        int colon = text.indexOf(':');
        boolean isPair = colon >= 0 && colon == text.lastIndexOf(':') && !text.startsWith("//", colon + 1);
        if (mistake.problem().contains("did you mean") || (isPair && isTypeName(text.substring(0, colon)))) {
            return Optional.empty();
        }
        return EndpointGuess.of(role, text);
    }

    private boolean isTypeName(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        return KnownModules.of(name).isPresent()
                || DATAGRAM_TYPES.contains(name)
                || Stream.of(EndpointRole.values())
                        .anyMatch(each -> find(each, name).isPresent());
    }

    /**
     * Reads the arguments of an endpoint, and of each endpoint nested in it.
     *
     * @throws EndpointSyntaxException for the first mistake
     */
    public Arguments bind(EndpointRole role, ParsedDescription parsed) {
        return findFor(role, parsed.type())
                .orElseThrow(() -> unknown(role, parsed))
                .bind(parsed, this);
    }

    /** Finds what may stand where the role is asked for. */
    private Optional<EndpointSchema> findFor(EndpointRole role, String name) {
        Optional<EndpointSchema> own = find(role, name);
        return own.isEmpty() && role == EndpointRole.HOP ? find(EndpointRole.CLIENT, name) : own;
    }

    private EndpointSyntaxException unknown(EndpointRole role, ParsedDescription parsed) {
        String type = parsed.type();
        Optional<String> module = KnownModules.of(type);
        Set<String> usable = namesFor(role);
        String known = usable.isEmpty() ? "none" : String.join(", ", usable);
        Optional<EndpointSchema> other = Stream.of(EndpointRole.values())
                .flatMap(each -> find(each, type).stream())
                .findFirst();
        String problem;
        if (role == EndpointRole.CLIENT && find(EndpointRole.HOP, type).isPresent()) {
            problem = "'" + type
                    + "' is a hop to another host, and the host is missing: give the hop to a client as via=, "
                    + "as in tcp:example.org:80:via=["
                    + example(find(EndpointRole.HOP, type).orElseThrow()) + "]";
        } else if (other.isPresent()) {
            problem = "'" + type + "' is a " + other.get().role().word() + " endpoint type, and here a " + role.word()
                    + " is needed; known: " + known;
        } else if (DATAGRAM_TYPES.contains(type)) {
            problem = "there are no endpoint types for datagrams yet; known: " + known;
        } else if (module.isPresent()) {
            problem = missing(type);
        } else {
            List<String> candidates = new ArrayList<>(KnownModules.types());
            candidates.addAll(usable);
            problem = "unknown endpoint type " + SourceText.quoted(type) + "; "
                    + otherName(role, type)
                            .or(() -> NearestName.find(type, candidates))
                            .map(name -> "did you mean '" + name + "'? ")
                            .orElse("")
                    + "known: " + known;
        }
        return parsed.source().error(0, problem);
    }

    /** Says that a type is not there, and which module has it if that is known. */
    public String missing(String type) {
        return KnownModules.of(type)
                .map(module -> "the type '" + type + "' needs the module " + module + " on the class path")
                .orElseGet(() -> "there is no endpoint type '" + type + "'");
    }

    /** Returns the type that other programs call by this name. */
    private Optional<String> otherName(EndpointRole role, String type) {
        return ofRole(role).values().stream()
                .filter(schema -> schema.foreignNames().contains(type))
                .map(EndpointSchema::name)
                .findFirst();
    }

    private Set<String> namesFor(EndpointRole role) {
        Set<String> names = new TreeSet<>(ofRole(role).keySet());
        if (role == EndpointRole.HOP) {
            names.addAll(ofRole(EndpointRole.CLIENT).keySet());
        }
        return names;
    }

    private static String example(EndpointSchema hop) {
        return hop.examples().isEmpty() ? hop.usage() : hop.examples().get(0);
    }

    /**
     * Which module has which endpoint types, whether it is on the class path or not; for messages only. The list is the file
     * {@code known-modules.properties}; a test of the module that depends on all of them compares it with what is installed.
     */
    private static final class KnownModules {
        private static final String FILE = "known-modules.properties";
        private static final Map<String, String> BY_TYPE = read();

        private KnownModules() {}

        /** Returns the artifact that has a type; empty for a type that is not in the list. */
        static Optional<String> of(String type) {
            return Optional.ofNullable(BY_TYPE.get(type));
        }

        /** Returns the types in the list, those of one module in their order there. */
        static Set<String> types() {
            return BY_TYPE.keySet();
        }

        private static Map<String, String> read() {
            Properties modules = new Properties();
            try (InputStream in = Objects.requireNonNull(KnownModules.class.getResourceAsStream(FILE), FILE)) {
                modules.load(new InputStreamReader(in, UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, String> byType = new LinkedHashMap<>();
            for (String module : new TreeSet<>(modules.stringPropertyNames())) {
                Arrays.stream(modules.getProperty(module).split(" ")).forEach(type -> byType.put(type, module));
            }
            return Collections.unmodifiableMap(byType);
        }
    }
}
