package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.description.SourceText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The known endpoint types of both roles. */
public final class EndpointTypes {

    /** Where the types are that come in modules of their own. */
    private static final Map<String, String> MODULES = Map.of(
            "tcp", "sennit-endpoint-tcp",
            "tcp4", "sennit-endpoint-tcp",
            "tcp6", "sennit-endpoint-tcp",
            "tls", "sennit-endpoint-tls",
            "ssl", "sennit-endpoint-tls",
            "unix", "sennit-endpoint-unix",
            "socks5", "sennit-endpoint-socks",
            "socks4", "sennit-endpoint-socks",
            "socks4a", "sennit-endpoint-socks");

    private final Map<String, EndpointSchema> servers = new TreeMap<>();
    private final Map<String, EndpointSchema> clients = new TreeMap<>();

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
        if (ofRole(schema.role()).putIfAbsent(name, schema) != null) {
            throw new IllegalArgumentException(
                    "two " + schema.role().word() + " endpoint types are called '" + name + "'");
        }
    }

    private Map<String, EndpointSchema> ofRole(EndpointRole role) {
        return role == EndpointRole.SERVER ? servers : clients;
    }

    /** Returns the types of a role, in the order of their names. */
    public List<EndpointSchema> schemas(EndpointRole role) {
        return ofRole(role).values().stream().distinct().toList();
    }

    /** Finds a type by its name or an alias, in any case. */
    public Optional<EndpointSchema> find(EndpointRole role, String name) {
        return Optional.ofNullable(ofRole(role).get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Reads an endpoint string and the arguments of each endpoint in it.
     *
     * @throws EndpointSyntaxException for the first mistake
     */
    public Arguments bind(EndpointRole role, String text) {
        return bind(role, ParsedDescription.parse(text));
    }

    /**
     * Reads the arguments of an endpoint, and those of each endpoint nested in it so that no mistake is left to be found.
     *
     * @throws EndpointSyntaxException for the first mistake
     */
    public Arguments bind(EndpointRole role, ParsedDescription parsed) {
        Arguments arguments = find(role, parsed.type())
                .orElseThrow(() -> unknown(role, parsed))
                .bind(parsed);
        arguments.nested().forEach(nested -> bind(nested.role(), nested.description()));
        return arguments;
    }

    private EndpointSyntaxException unknown(EndpointRole role, ParsedDescription parsed) {
        String type = parsed.type();
        String module = MODULES.get(type);
        String known =
                ofRole(role).isEmpty() ? "none" : String.join(", ", ofRole(role).keySet());
        String problem;
        if (ofRole(role.other()).containsKey(type)) {
            problem = "'" + type + "' is a " + role.other().word() + " endpoint type, and here a " + role.word()
                    + " is needed; known: " + known;
        } else if (module != null) {
            problem = "the type '" + type + "' needs the module " + module + " on the class path";
        } else {
            List<String> candidates = new ArrayList<>(ofRole(role).keySet());
            candidates.addAll(new TreeMap<>(MODULES).keySet());
            problem = "unknown endpoint type " + SourceText.quoted(type) + "; "
                    + NearestName.find(type, candidates)
                            .map(name -> "did you mean '" + name + "'? ")
                            .orElse("")
                    + "known: " + known;
        }
        return parsed.source().error(0, problem);
    }
}
