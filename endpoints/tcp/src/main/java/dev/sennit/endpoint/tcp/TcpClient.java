package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Way;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import java.time.Duration;
import java.util.List;

/** {@code tcp:HOST:PORT}: a host name's addresses are raced (RFC 8305), or it is reached by the hops of a {@code via=}. */
public final class TcpClient implements ClientEndpointType {
    static final Argument<Duration> TIMEOUT = Argument.optional(
            "timeout",
            ArgumentKind.duration(),
            Duration.ofSeconds(30),
            "Longest wait until it is open, looking the name up or the way by via= included.");
    private static final List<Argument<?>> SOCKET_ONLY =
            List.of(TcpArguments.BIND, TcpArguments.ATTEMPT_DELAY, TcpArguments.NO_DELAY, TcpArguments.KEEP_ALIVE);

    private static final EndpointSchema SCHEMA = EndpointSchema.client("tcp", "Connects to a TCP port.")
            .arguments(
                    TcpArguments.HOST,
                    TcpArguments.PORT,
                    TIMEOUT,
                    TcpArguments.BIND,
                    TcpArguments.ATTEMPT_DELAY,
                    TcpArguments.NO_DELAY,
                    TcpArguments.KEEP_ALIVE,
                    Way.VIA)
            .examples("tcp:localhost:8007", "tcp:[::1]:8007:timeout=5s", "tcp:example.org:80:via=[memory:tunnel]");

    /** For the service loader. */
    public TcpClient() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        if (arguments.find(Way.VIA).isPresent()) {
            return byVia(arguments, context, factory);
        }
        return new TcpConnecting<>(arguments, context, factory).connect();
    }

    private static <P extends Protocol> Deferred<P> byVia(
            Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        HostPort target = new HostPort(arguments.get(TcpArguments.HOST), arguments.get(TcpArguments.PORT));
        for (Argument<?> ofTheSocket : SOCKET_ONLY) {
            if (arguments.isGiven(ofTheSocket)) {
                String problem = ofTheSocket + "= is for a socket of this machine; with via= that is the first hop's";
                return Deferred.failed(new ConnectFailed(target.toString(), Kind.UNSUPPORTED, problem, null));
            }
        }
        return context.way(arguments.find(Way.VIA))
                .within(arguments.get(TIMEOUT))
                .connect(target, factory);
    }
}
