package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientConnector;
import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Way;
import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.Optional;

/** A TLS client endpoint: what is below it, and its side of TLS, both kept from one connection to the next. */
final class TlsConnector implements ClientConnector {
    private final EndpointContext context;
    private final HostPort target;
    private final Duration limit;
    private final ClientSide side;
    private final Below below;

    TlsConnector(Arguments arguments, EndpointContext context) {
        this.context = context;
        this.target = new HostPort(arguments.get(TcpArguments.HOST), arguments.get(TcpArguments.PORT));
        this.limit = arguments.get(TlsClientType.TIMEOUT);
        this.side = new ClientSide(arguments, context.reactor());
        this.below = below(arguments);
    }

    private Below below(Arguments arguments) {
        Optional<NestedEndpoint> over = arguments.find(TlsClientType.OVER);
        if (over.isPresent()) {
            return Below.of(context.client(over.get()));
        }
        Optional<NestedEndpoint> via = arguments.find(Way.VIA);
        if (via.isPresent()) {
            return Below.of(context.way(via).within(limit), target);
        }
        EndpointDescription start = EndpointDescription.of("tcp")
                .with(target.host())
                .with(String.valueOf(target.port()))
                .with("timeout", ArgumentKind.duration().format(limit));
        return Below.of(context.client(TlsArguments.tcp(start, arguments, TlsClientType.OF_TCP)));
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
        return new TlsConnecting<>(target, limit, side, below, factory).connect(context);
    }

    /** What TLS runs over. */
    interface Below {
        <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory);

        /** An endpoint, whatever host it names. */
        static Below of(ClientEndpoint endpoint) {
            return new Below() {
                @Override
                public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
                    return endpoint.connect(factory);
                }
            };
        }

        /** A way to the host. */
        static Below of(Way way, HostPort target) {
            return new Below() {
                @Override
                public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
                    return way.connect(target, factory);
                }
            };
        }
    }
}
