package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.Deadline;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import java.time.Duration;
import java.util.Optional;

/** A TLS client endpoint: the endpoint below it, and its side of TLS, both kept from one connection to the next. */
final class TlsConnector implements Connector {
    private static final String NO_CONNECTION = "no connection";

    private final Optional<Duration> timeout;
    private final ClientSide side;
    private final ClientEndpoint below;

    TlsConnector(Arguments arguments, EndpointContext context) {
        this.timeout = arguments.find(TcpArguments.TIMEOUT);
        this.side = new ClientSide(arguments, context.reactor());
        this.below = below(arguments, context);
    }

    private static ClientEndpoint below(Arguments arguments, EndpointContext context) {
        Optional<Arguments> over = arguments.find(TlsClientType.OVER);
        if (over.isPresent()) {
            return context.client(over.get());
        }
        HostPort target = new HostPort(arguments.get(TcpArguments.HOST), arguments.get(TcpArguments.PORT));
        Optional<Arguments> via = arguments.find(HopType.VIA);
        return via.isPresent()
                ? context.reach(target, via)
                : context.client(TcpEndpoint.client(target.host(), target.port())
                        .arguments()
                        .with(TlsClientType.OF_TCP, arguments));
    }

    @Override
    public Deferred<Protocol> connect(ConnectRequest given) {
        ConnectRequest request = given.within(timeout);
        request.enter(Phase.PREPARING, NO_CONNECTION);
        request.handshakeProblem("the TLS handshake was not done");
        return side.tls().thenCompose(tls -> {
            request.enter(Phase.OPENING, NO_CONNECTION);
            return below.connect(request.through(timed(tls, request)));
        });
    }

    /** The handshake has the time of the request, which may be that of an endpoint around this one. */
    private static TlsContext timed(TlsContext tls, ConnectRequest request) {
        // With no time at all the request ends before a handshake begins.
        return request.deadline()
                .map(Deadline::timeout)
                .filter(limit -> !limit.isZero())
                .map(tls::within)
                .orElse(tls);
    }
}
