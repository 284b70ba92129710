package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** Connects to a host by a socket of this machine: looks its name up, and races its addresses. */
    private record TcpConnector(HostPort target, Arguments arguments, EndpointContext context) implements Connector {
        private static final String NO_CONNECTION = "no connection";

        @Override
        public Deferred<? extends Protocol> connect(ConnectRequest given) {
            ConnectRequest request = given.within(arguments.find(TcpArguments.TIMEOUT));
            request.enter(Phase.LOOKUP, NO_CONNECTION);
            return connect(request, request.factory());
        }

        private <P extends Protocol> Deferred<P> connect(ConnectRequest request, ProtocolFactory<P> factory) {
            return addresses().thenCompose(addresses -> {
                request.enter(Phase.OPENING, NO_CONNECTION);
                return race(addresses, request, factory);
            });
        }

        private Deferred<List<InetAddress>> addresses() {
            return TcpHosts.addresses(context.resolver(), target.host())
                    .exceptionallyCompose(failure -> Deferred.failed(
                            failure instanceof DeferredCancelledException ? failure : notFound(failure)));
        }

        private ConnectFailedException notFound(Throwable failure) {
            Kind kind = failure instanceof UnknownHostException ? Kind.NAME_NOT_FOUND : Kind.OTHER;
            return failed(kind, TcpHosts.problem(target.host(), failure), failure)
                    .inPhase(Phase.LOOKUP);
        }

        private <P extends Protocol> Deferred<P> race(
                List<InetAddress> addresses, ConnectRequest request, ProtocolFactory<P> factory) {
            ConnectOptions options = ConnectOptions.DEFAULT
                    .withNoDelay(arguments.get(TcpArguments.NO_DELAY))
                    .withKeepAlive(arguments.get(TcpArguments.KEEP_ALIVE));
            Optional<String> bind = arguments.find(TcpArguments.BIND);
            if (bind.isEmpty()) {
                return race(addresses, options, request, factory);
            }
            Optional<InetAddress> from = TcpHosts.literal(bind.get());
            if (from.isEmpty()) {
                String problem = TcpHosts.problem(bind.get(), new UnknownHostException(bind.get()));
                return Deferred.failed(failed(Kind.BIND, problem, null));
            }
            boolean ipv4 = from.get() instanceof Inet4Address;
            List<InetAddress> usable = addresses.stream()
                    .filter(address -> address instanceof Inet4Address == ipv4)
                    .toList();
            if (usable.isEmpty()) {
                String problem = "it has no " + (ipv4 ? "IPv4" : "IPv6") + " address to be reached from " + bind.get();
                return Deferred.failed(failed(Kind.BIND, problem, null));
            }
            return race(usable, options.withBind(new TcpAddress(from.get(), 0)), request, factory);
        }

        private <P extends Protocol> Deferred<P> race(
                List<InetAddress> addresses, ConnectOptions with, ConnectRequest request, ProtocolFactory<P> factory) {
            List<TcpAddress> targets = AddressRace.interleaved(addresses).stream()
                    .map(ip -> new TcpAddress(ip, target.port()))
                    .toList();
            Duration attemptDelay = arguments.get(TcpArguments.ATTEMPT_DELAY);
            return new AddressRace<>(context.reactor(), request.loop(), with, targets, attemptDelay, factory)
                    .run(this::noneAnswered);
        }

        private Throwable noneAnswered(List<Throwable> failures) {
            return TcpHosts.literal(target.host()).isPresent()
                    ? failures.get(0)
                    : AddressRace.failure(target.toString(), failures);
        }

        private ConnectFailedException failed(Kind kind, String problem, @Nullable Throwable cause) {
            return new ConnectFailedException(target.toString(), kind, problem, cause);
        }
    }
}
