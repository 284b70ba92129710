package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.memory.MemoryHub;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.ListenFailedException.Kind;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * What endpoints work with: a reactor, a resolver, a hub of names, and the types known. A value: share one among all
 * endpoints that belong together.
 *
 * <p>It owns nothing. The program that made the reactor shuts it down; connections of the hub end with the reactor on whose
 * loops they live, listeners of the hub when the hub is closed.
 */
public final class EndpointContext {
    private final Reactor reactor;
    private final Resolver resolver;
    private final MemoryHub hub;
    private final EndpointRegistry registry;

    private EndpointContext(Reactor reactor, Resolver resolver, MemoryHub hub, EndpointRegistry registry) {
        this.reactor = reactor;
        this.resolver = resolver;
        this.hub = hub;
        this.registry = registry;
    }

    /** A context of its own on this reactor: {@link Resolver#of} it, a hub without names, every installed type. */
    public static EndpointContext on(Reactor reactor) {
        return new EndpointContext(reactor, Resolver.of(reactor), new MemoryHub(), EndpointRegistry.installed());
    }

    /** The same with another reactor. The resolver stays, and goes on using the threads it was made with. */
    public EndpointContext withReactor(Reactor value) {
        return new EndpointContext(value, resolver, hub, registry);
    }

    /** The same with another resolver. */
    public EndpointContext withResolver(Resolver value) {
        return new EndpointContext(reactor, value, hub, registry);
    }

    /** The same with another hub. */
    public EndpointContext withHub(MemoryHub value) {
        return new EndpointContext(reactor, resolver, value, registry);
    }

    /** The same with other types. */
    public EndpointContext withRegistry(EndpointRegistry value) {
        return new EndpointContext(reactor, resolver, hub, value);
    }

    /** Returns the reactor that opens what the endpoints name. */
    public Reactor reactor() {
        return reactor;
    }

    /** Returns what turns host names into addresses. */
    public Resolver resolver() {
        return resolver;
    }

    /** Returns where the names of {@code memory:} endpoints are. */
    public MemoryHub hub() {
        return hub;
    }

    /** Returns the types known. */
    public EndpointRegistry registry() {
        return registry;
    }

    /**
     * Reads a string that names a place to listen.
     *
     * @throws EndpointSyntaxException if it has a mistake; the message shows where, and what would be right
     */
    public ServerEndpoint server(String text) {
        return server(registry.types().bind(EndpointRole.SERVER, text));
    }

    /**
     * Reads a string that names a place to connect to.
     *
     * @throws EndpointSyntaxException if it has a mistake; the message shows where, and what would be right
     */
    public ClientEndpoint client(String text) {
        return client(registry.types().bind(EndpointRole.CLIENT, text));
    }

    /**
     * Takes a place to listen that was put together in code.
     *
     * @throws IllegalArgumentException if its arguments do not fit together
     */
    public ServerEndpoint server(ServerSpec spec) {
        spec.arguments().check();
        return server(spec.arguments());
    }

    /**
     * Takes a place to connect to that was put together in code.
     *
     * @throws IllegalArgumentException if its arguments do not fit together
     */
    public ClientEndpoint client(ClientSpec spec) {
        spec.arguments().check();
        return client(spec.arguments());
    }

    /**
     * Makes the server endpoint that is an argument of another.
     *
     * @throws IllegalArgumentException if the argument does not describe a server endpoint
     */
    public ServerEndpoint server(Arguments nested) {
        if (registry.typeOf(nested) instanceof ServerEndpointType type) {
            return new BoundServer(type, nested, this);
        }
        throw wrongRole(EndpointRole.SERVER, nested);
    }

    /**
     * Makes the client endpoint that is an argument of another. To be called once for each endpoint, as what it keeps from
     * one connection to the next lives as long as it.
     *
     * @throws IllegalArgumentException if the argument does not describe a client endpoint
     */
    public ClientEndpoint client(Arguments nested) {
        if (registry.typeOf(nested) instanceof ClientEndpointType type) {
            return new BoundClient(
                    nested.toDescription(), ConnectTarget.of(nested), type.connector(nested, this), reactor);
        }
        throw wrongRole(EndpointRole.CLIENT, nested);
    }

    /**
     * Makes the endpoint that reaches a host, for types that name one. Without a {@code via=} it is a {@code tcp} client. A
     * hop is told the host and port, names unresolved. Any other client endpoint is taken for a stream of bytes that leads
     * there already.
     *
     * @param via the value of {@link HopType#VIA}; empty for the straight way
     * @throws IllegalArgumentException if the way is straight, and the type {@code tcp} is not known
     */
    public ClientEndpoint reach(HostPort target, Optional<Arguments> via) {
        if (via.isEmpty()) {
            return client(reaching("tcp", target));
        }
        Connector connector = registry.typeOf(via.get()) instanceof HopType hop
                ? hop.connector(target, via.get(), this)
                : client(via.get())::connect;
        EndpointDescription description = EndpointDescription.of("tcp")
                .with(target.host())
                .with(String.valueOf(target.port()))
                .with(HopType.VIA.name(), HopType.VIA.kind().format(via.get()));
        return new BoundClient(
                description,
                ConnectTarget.by(via.get(), target),
                request -> connector.connect(request.within(Optional.empty())),
                reactor);
    }

    /**
     * Returns the endpoint of another type that reaches a host and port.
     *
     * @param type the name of a client type, such as {@code tls}
     * @throws IllegalArgumentException if the type is not known, as where its module is missing, or reaches no hosts
     */
    public Arguments reaching(String type, HostPort target) {
        EndpointSchema schema = registry.types()
                .find(EndpointRole.CLIENT, type)
                .orElseThrow(() -> new IllegalArgumentException(
                        "to reach " + target + ", " + registry.types().missing(type)));
        return Optional.of(registry.typeOf(schema))
                .map(ClientEndpointType.class::cast)
                .flatMap(client -> client.reaching(target))
                .orElseThrow(() -> new IllegalArgumentException("the type '" + type + "' reaches no hosts"));
    }

    private static IllegalArgumentException wrongRole(EndpointRole role, Arguments nested) {
        return new IllegalArgumentException("a " + role.word() + " endpoint is needed, not a "
                + nested.schema().title());
    }

    @Override
    public String toString() {
        return "endpoints on " + reactor;
    }

    /** A client endpoint on a reactor. */
    private record BoundClient(EndpointDescription describe, ConnectTarget target, Connector connector, Reactor reactor)
            implements ClientEndpoint {
        @Override
        public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
            Objects.requireNonNull(factory, "factory");
            return new Connecting<>(factory, target, reactor.nextLoop(), null).by(connector, Optional.empty());
        }

        @Override
        @SuppressWarnings("unchecked") // A Deferred is only read.
        public Deferred<Protocol> connect(ConnectRequest request) {
            return (Deferred<Protocol>) request.part(target).by(connector, request.deadline());
        }

        @Override
        public String toString() {
            return describe.toString();
        }
    }

    /** A server endpoint on a reactor. */
    private record BoundServer(ServerEndpointType type, Arguments arguments, EndpointContext context)
            implements ServerEndpoint {
        @Override
        public Deferred<Listener> listen(ProtocolFactory<?> factory) {
            Objects.requireNonNull(factory, "factory");
            return begun(factory)
                    .exceptionallyCompose(failure -> Deferred.failed(named(failure)))
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

        /** The one place where every failure to listen becomes a {@link ListenFailedException}. */
        private Throwable named(Throwable failure) {
            if (failure instanceof ListenFailedException || failure instanceof DeferredCancelledException) {
                return failure;
            }
            Kind kind = failure instanceof RejectedExecutionException ? Kind.UNSUPPORTED : Kind.OTHER;
            return new ListenFailedException(arguments.describe(), kind, ConnectTarget.problem(failure), failure);
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
