package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.EndpointTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The endpoint types that can be used. Immutable. */
public final class EndpointRegistry {
    private final List<EndpointModule> modules;
    private final EndpointTypes types;
    private final Map<EndpointSchema, EndpointType> bySchema;

    private EndpointRegistry(
            List<EndpointModule> modules, EndpointTypes types, Map<EndpointSchema, EndpointType> bySchema) {
        this.modules = modules;
        this.types = types;
        this.bySchema = bySchema;
    }

    /**
     * Gathers the types of these modules; a type is a module of itself.
     *
     * @throws IllegalArgumentException if two of one role have a name in common
     */
    public static EndpointRegistry of(Collection<? extends EndpointModule> modules) {
        Map<EndpointSchema, EndpointType> bySchema = new HashMap<>();
        List<EndpointSchema> schemas = new ArrayList<>();
        for (EndpointModule module : modules) {
            for (EndpointType type : module.types()) {
                EndpointSchema schema = type.schema();
                EndpointRole role = roleOf(type);
                if (schema.role() != role) {
                    throw new IllegalArgumentException(type.getClass().getName() + " is a " + role.word()
                            + " type, but declares itself as a "
                            + schema.role().word());
                }
                schemas.add(schema);
                bySchema.put(schema, type);
            }
        }
        return new EndpointRegistry(List.copyOf(modules), EndpointTypes.of(schemas), bySchema);
    }

    /** Gathers the types of every module that the {@link ServiceLoader} finds for the calling thread. */
    public static EndpointRegistry installed() {
        return of(ServiceLoader.load(EndpointModule.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** The modules that the types come from. */
    public List<EndpointModule> modules() {
        return modules;
    }

    /** The declarations, for reading strings without opening anything and for help. */
    public EndpointTypes types() {
        return types;
    }

    EndpointType typeOf(Arguments arguments) {
        return typeOf(arguments.schema());
    }

    EndpointType typeOf(EndpointSchema schema) {
        EndpointType type = bySchema.get(schema);
        if (type == null) {
            throw new IllegalArgumentException("the type " + schema.title() + " is not of this registry");
        }
        return type;
    }

    private static EndpointRole roleOf(EndpointType type) {
        if (type instanceof ServerEndpointType) {
            return EndpointRole.SERVER;
        }
        return type instanceof HopType ? EndpointRole.HOP : EndpointRole.CLIENT;
    }
}
