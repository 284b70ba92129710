package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelled;
import dev.sennit.transport.deferred.DeferredTimeout;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import dev.sennit.transport.error.ConnectFailed.Phase;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One {@code connect} of a TCP client endpoint: name, addresses, race, time limit. */
record TcpConnecting<P extends Protocol>(Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
    Deferred<P> connect() {
        return context.onLoop(loop -> lookUpAndRace(loop))
                .exceptionallyCompose(failure -> Deferred.failed(
                        failure instanceof RejectedExecutionException
                                ? failed(Kind.UNSUPPORTED, String.valueOf(failure.getMessage()), failure)
                                : failure));
    }

    private Deferred<P> lookUpAndRace(EventLoop loop) {
        Duration limit = arguments.get(TcpClient.TIMEOUT);
        long startNanos = loop.nanoTime();
        return addresses()
                .timeout(limit, loop)
                .exceptionallyCompose(failure -> Deferred.failed(
                        failure instanceof DeferredTimeout ? tooLate(limit).inPhase(Phase.LOOKUP) : failure))
                .thenCompose(addresses -> {
                    Duration left = limit.minusNanos(loop.nanoTime() - startNanos);
                    return race(loop, addresses, left.isNegative() ? Duration.ZERO : left);
                });
    }

    private Deferred<List<InetAddress>> addresses() {
        return TcpHosts.addresses(context.resolver(), host())
                .exceptionallyCompose(failure -> Deferred.failed(
                        failure instanceof DeferredCancelled
                                ? failure
                                : failed(
                                                failure instanceof UnknownHostException
                                                        ? Kind.NAME_NOT_FOUND
                                                        : Kind.OTHER,
                                                TcpHosts.problem(host(), failure),
                                                failure)
                                        .inPhase(Phase.LOOKUP)));
    }

    private Deferred<P> race(EventLoop loop, List<InetAddress> addresses, Duration limit) {
        ConnectOptions options = ConnectOptions.DEFAULT
                .withNoDelay(arguments.get(TcpArguments.NO_DELAY))
                .withKeepAlive(arguments.get(TcpArguments.KEEP_ALIVE));
        List<InetAddress> usable = addresses;
        Optional<String> bind = arguments.find(TcpArguments.BIND);
        if (bind.isPresent()) {
            Optional<InetAddress> from = TcpHosts.literal(bind.get());
            if (from.isEmpty()) {
                String problem = TcpHosts.problem(bind.get(), new UnknownHostException(bind.get()));
                return Deferred.failed(failed(Kind.BIND, problem, null));
            }
            options = options.withBind(new TcpAddress(from.get(), 0));
            boolean ipv4 = from.get() instanceof Inet4Address;
            usable = addresses.stream()
                    .filter(address -> address instanceof Inet4Address == ipv4)
                    .toList();
            if (usable.isEmpty()) {
                String problem = "it has no " + (ipv4 ? "IPv4" : "IPv6") + " address to be reached from " + bind.get();
                return Deferred.failed(failed(Kind.BIND, problem, null));
            }
        }
        List<TcpAddress> targets = AddressOrder.interleaved(usable).stream()
                .map(ip -> new TcpAddress(ip, port()))
                .toList();
        Duration delay = arguments.get(TcpArguments.ATTEMPT_DELAY);
        return new AddressRace<>(context.reactor(), loop, options, targets, delay, factory)
                .run(limit, () -> tooLate(arguments.get(TcpClient.TIMEOUT)), this::noneAnswered);
    }

    private ConnectFailed tooLate(Duration limit) {
        return failed(Kind.TIMED_OUT, "no connection within " + seconds(limit), null);
    }

    private Throwable noneAnswered(List<Throwable> failures) {
        return TcpHosts.literal(host()).isPresent() ? failures.get(0) : RaceFailure.of(target().toString(), failures);
    }

    private ConnectFailed failed(Kind kind, String problem, @Nullable Throwable cause) {
        return new ConnectFailed(target().toString(), kind, problem, cause);
    }

    private HostPort target() {
        return new HostPort(host(), port());
    }

    private String host() {
        return arguments.get(TcpArguments.HOST);
    }

    private int port() {
        return arguments.get(TcpArguments.PORT);
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
