package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.Optional;

/**
 * How a host is reached: straight, or as a {@code via=} says. A client type that names a host supports {@code via=} by
 * declaring {@link #VIA} among its arguments and connecting with
 *
 * <pre>{@code
 * context.way(arguments.find(Way.VIA)).within(timeout).connect(new HostPort(host, port), factory)
 * }</pre>
 *
 * <p>Without a {@code via=} the way is the {@code tcp} client type. With a hop, that is told the host and port, names
 * unresolved. Any other client endpoint is taken for a stream of bytes that leads there already.
 *
 * <p>Opens nothing until {@link #connect}, and may be kept for any number of connections.
 */
public final class Way {
    /** The argument that says which way to take. */
    public static final Argument<NestedEndpoint> VIA = Argument.optional(
            "via",
            ArgumentKind.endpoint(EndpointRole.HOP),
            "How to reach the host: a hop, as in [socks5:localhost:1080], or a client endpoint that leads there already.");

    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    private final EndpointContext context;
    private final Optional<NestedEndpoint> via;
    private final Optional<Arguments> arguments;
    /** What leads there already, unless a hop does; kept, as it may keep something from one connection to the next. */
    private final Optional<ClientEndpoint> pipe;

    private final Duration limit;
    /** Whether it is no part of an endpoint's way, and tells its failures itself. */
    private final boolean outermost;

    private Way(
            EndpointContext context,
            Optional<NestedEndpoint> via,
            Optional<Arguments> arguments,
            Optional<ClientEndpoint> pipe,
            Duration limit,
            boolean outermost) {
        this.context = context;
        this.via = via;
        this.arguments = arguments;
        this.pipe = pipe;
        this.limit = limit;
        this.outermost = outermost;
    }

    static Way of(EndpointContext context, Optional<NestedEndpoint> via) {
        EndpointRegistry registry = context.registry();
        Optional<Arguments> arguments =
                via.map(nested -> registry.types().bind(EndpointRole.HOP, nested.description()));
        EndpointContext within = context.withRegistry(registry.inner());
        Optional<ClientEndpoint> pipe = arguments
                .filter(bound -> registry.hop(bound).isEmpty())
                .map(bound -> within.registry().client(bound, within));
        return new Way(within, via, arguments, pipe, DEFAULT_LIMIT, !registry.isInner());
    }

    /** The same, but to be made within this time, counted from {@link #connect}; 30 s at first. */
    public Way within(Duration value) {
        return new Way(context, via, arguments, pipe, value, outermost);
    }

    /**
     * Opens a connection by this way. Layers that the factory pushes are above those of the way; they need limits of their
     * own for their handshakes.
     *
     * @return as {@link ClientEndpoint#connect} does; a failure on the way names the target, and the hop where it came about
     */
    public <P extends Protocol> Deferred<P> connect(HostPort target, ProtocolFactory<P> factory) {
        if (!outermost) {
            return begin(target, factory);
        }
        return new CancellableConnect<>(factory, ConnectTarget.of(target), true).by(new ClientConnector() {
            @Override
            public <Q extends Protocol> Deferred<Q> connect(ProtocolFactory<Q> watched) {
                return begin(target, watched);
            }
        });
    }

    private <P extends Protocol> Deferred<P> begin(HostPort target, ProtocolFactory<P> factory) {
        try {
            if (pipe.isPresent()) {
                return new Pipe<>(target, limit, pipe.get(), factory).connect(context);
            }
            return arguments.isPresent()
                    ? byHop(arguments.get(), target, factory)
                    : straight(target).connect(factory);
        } catch (RuntimeException failure) {
            return Deferred.failed(failure);
        }
    }

    private <P extends Protocol> Deferred<P> byHop(Arguments hop, HostPort target, ProtocolFactory<P> factory) {
        return context.registry().hop(hop).orElseThrow().connect(new Leg(target, limit), hop, context, factory);
    }

    private ClientEndpoint straight(HostPort target) {
        return context.client(EndpointDescription.of("tcp")
                .with(target.host())
                .with(String.valueOf(target.port()))
                .with("timeout", ArgumentKind.duration().format(limit)));
    }

    /** The words "via" and the endpoint, secrets hidden; or "straight". */
    @Override
    public String toString() {
        return via.map(nested -> "via " + nested.description()).orElse("straight");
    }
}
