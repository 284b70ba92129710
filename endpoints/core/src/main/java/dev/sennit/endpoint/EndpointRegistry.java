package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.EndpointTypes;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;

/** The endpoint types that can be used. Immutable. */
public final class EndpointRegistry {
    private final EndpointTypes types;
    private final Map<EndpointSchema, EndpointType> bySchema = new HashMap<>();

    private EndpointRegistry(Collection<? extends EndpointType> all) {
        List<EndpointSchema> schemas = new ArrayList<>();
        for (EndpointType type : all) {
            EndpointSchema schema = type.schema();
            EndpointRole role = roleOf(type);
            if (schema.role() != role) {
                throw new IllegalArgumentException(type.getClass().getName() + " is a " + role.word()
                        + " type, but declares itself as a " + schema.role().word());
            }
            schemas.add(schema);
            bySchema.put(schema, type);
        }
        types = EndpointTypes.of(schemas);
    }

    /**
     * Gathers these types.
     *
     * @throws IllegalArgumentException if two of one role have a name in common
     */
    public static EndpointRegistry of(Collection<? extends EndpointType> types) {
        return new EndpointRegistry(types);
    }

    /** Gathers every type that the {@link ServiceLoader} finds for the calling thread. */
    public static EndpointRegistry installed() {
        return of(ServiceLoader.load(EndpointType.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** The declarations, for reading strings without opening anything and for help. */
    public EndpointTypes types() {
        return types;
    }

    ServerEndpoint server(Arguments arguments, EndpointContext context) {
        return new Server((ServerEndpointType) typeOf(arguments), arguments, context);
    }

    ClientEndpoint client(Arguments arguments, EndpointContext context) {
        return new Client(((ClientEndpointType) typeOf(arguments)).connector(arguments, context), arguments);
    }

    /** The hop that these arguments are of, or empty if they are a plain client's. */
    Optional<HopType> hop(Arguments arguments) {
        return typeOf(arguments) instanceof HopType hop ? Optional.of(hop) : Optional.empty();
    }

    private static EndpointRole roleOf(EndpointType type) {
        if (type instanceof ServerEndpointType) {
            return EndpointRole.SERVER;
        }
        return type instanceof HopType ? EndpointRole.HOP : EndpointRole.CLIENT;
    }

    private EndpointType typeOf(Arguments arguments) {
        EndpointType type = bySchema.get(arguments.schema());
        if (type == null) {
            throw new IllegalStateException(arguments.schema().title() + " is not of this registry");
        }
        return type;
    }

    private record Server(ServerEndpointType type, Arguments arguments, EndpointContext context)
            implements ServerEndpoint {
        @Override
        public Deferred<Listener> listen(ProtocolFactory<?> factory) {
            Objects.requireNonNull(factory, "factory");
            try {
                return type.listen(arguments, context, factory).releasing(Listener::close);
            } catch (RuntimeException failure) {
                return Deferred.failed(failure);
            }
        }

        @Override
        public EndpointDescription describe() {
            return arguments.toDescription();
        }

        @Override
        public String toString() {
            return arguments.describe();
        }
    }

    private record Client(ClientConnector connector, Arguments arguments) implements ClientEndpoint {
        @Override
        public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
            Objects.requireNonNull(factory, "factory");
            try {
                return new CancellableConnect<>(factory).by(connector);
            } catch (RuntimeException failure) {
                return Deferred.failed(failure);
            }
        }

        @Override
        public EndpointDescription describe() {
            return arguments.toDescription();
        }

        @Override
        public String toString() {
            return arguments.describe();
        }
    }
}
