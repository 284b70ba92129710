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
import dev.sennit.transport.error.ListenFailed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.RejectedExecutionException;

/** The endpoint types that can be used. Immutable. */
public final class EndpointRegistry {
    private final EndpointTypes types;
    private final Map<EndpointSchema, EndpointType> bySchema;
    /** Whether the client endpoints made here are parts of another's way, which tells their failures. */
    private final boolean inner;

    private EndpointRegistry(EndpointTypes types, Map<EndpointSchema, EndpointType> bySchema, boolean inner) {
        this.types = types;
        this.bySchema = bySchema;
        this.inner = inner;
    }

    private static EndpointRegistry made(Collection<? extends EndpointType> all) {
        Map<EndpointSchema, EndpointType> bySchema = new HashMap<>();
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
        return new EndpointRegistry(EndpointTypes.of(schemas), bySchema, false);
    }

    /**
     * Gathers these types.
     *
     * @throws IllegalArgumentException if two of one role have a name in common
     */
    public static EndpointRegistry of(Collection<? extends EndpointType> types) {
        return made(types);
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
        EndpointContext within = context.withRegistry(inner());
        ClientConnector connector = ((ClientEndpointType) typeOf(arguments)).connector(arguments, within);
        return new Client(connector, arguments, ConnectTarget.of(arguments, types), !inner);
    }

    /** The same types, for what is a part of another endpoint's way. */
    EndpointRegistry inner() {
        return inner ? this : new EndpointRegistry(types, bySchema, true);
    }

    /** Whether the endpoints made here are parts of another's way, which tells their failures. */
    boolean isInner() {
        return inner;
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
            return begun(factory)
                    .exceptionallyCompose(failure -> Deferred.failed(told(failure)))
                    .named("listening on " + arguments.describe())
                    .releasing(Listener::close);
        }

        private Deferred<Listener> begun(ProtocolFactory<?> factory) {
            try {
                return type.listen(arguments, context, factory);
            } catch (RuntimeException | LinkageError failure) {
                return Deferred.failed(failure);
            }
        }

        /** The one place where every failure to listen becomes a {@link ListenFailed}. */
        private ListenFailed told(Throwable failure) {
            if (failure instanceof ListenFailed known) {
                return known;
            }
            ListenFailed.Kind kind = failure instanceof RejectedExecutionException
                    ? ListenFailed.Kind.UNSUPPORTED
                    : ListenFailed.Kind.OTHER;
            return new ListenFailed(arguments.describe(), kind, ConnectTarget.problem(failure), failure);
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

    private record Client(ClientConnector connector, Arguments arguments, ConnectTarget target, boolean outermost)
            implements ClientEndpoint {
        @Override
        public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
            Objects.requireNonNull(factory, "factory");
            return new CancellableConnect<>(factory, target, outermost).by(connector);
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
