package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code tcp:HOST:PORT}: a host name's addresses are raced (RFC 8305), or it is reached by the hops of a {@code via=}. */
final class TcpClientType implements ClientEndpointType {
    static final EndpointSchema SCHEMA = EndpointSchema.client("tcp", "Connects to a TCP port.")
            .arguments(
                    TcpArguments.HOST,
                    TcpArguments.PORT,
                    TcpArguments.TIMEOUT,
                    TcpArguments.BIND,
                    TcpArguments.ATTEMPT_DELAY,
                    TcpArguments.NO_DELAY,
                    TcpArguments.KEEP_ALIVE,
                    HopType.VIA)
            .rules(Stream.of(
                            TcpArguments.BIND,
                            TcpArguments.ATTEMPT_DELAY,
                            TcpArguments.NO_DELAY,
                            TcpArguments.KEEP_ALIVE)
                    .map(TcpClientType::notBesideVia)
                    .toArray(ArgumentRule[]::new))
            .examples("tcp:localhost:8007", "tcp:[::1]:8007:timeout=5s", "tcp:example.org:80:via=[memory:tunnel]");

    private static ArgumentRule notBesideVia(Argument<?> ofTheSocket) {
        return ArgumentRule.holds(
                ofTheSocket,
                all -> !all.isGiven(ofTheSocket) || !all.isGiven(HopType.VIA),
                ofTheSocket + "= is for a socket of this machine; with via= that is the first hop's");
    }

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        HostPort target = new HostPort(arguments.get(TcpArguments.HOST), arguments.get(TcpArguments.PORT));
        Optional<Arguments> via = arguments.find(HopType.VIA);
        if (via.isEmpty()) {
            return new TcpConnector(target, arguments, context);
        }
        ClientEndpoint way = context.reach(target, via);
        Optional<Duration> timeout = arguments.find(TcpArguments.TIMEOUT);
        return request -> way.connect(request.within(timeout));
    }

    @Override
    public Optional<Arguments> reaching(HostPort target) {
        return Optional.of(TcpEndpoint.client(target.host(), target.port()).arguments());
    }
}
