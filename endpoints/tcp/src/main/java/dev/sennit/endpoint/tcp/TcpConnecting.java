package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredTimeout;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One {@code connect} of a TCP client endpoint: name, addresses, race, time limit. */
record TcpConnecting<P extends Protocol>(Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
    Deferred<P> connect() {
        EventLoop loop = context.reactor().nextLoop();
        Duration limit = arguments.get(TcpClient.TIMEOUT);
        return addresses()
                .thenCompose(addresses -> race(loop, addresses))
                .timeout(limit, loop)
                .exceptionallyCompose(failure -> Deferred.failed(
                        failure instanceof DeferredTimeout
                                ? failed(Kind.TIMED_OUT, "no connection within " + seconds(limit), failure)
                                : failure));
    }

    private Deferred<List<InetAddress>> addresses() {
        Optional<TcpAddress> literal = TcpHosts.literal(host(), port());
        if (literal.isPresent()) {
            return Deferred.of(List.of(literal.get().ip()));
        }
        return TcpHosts.resolve(context.resolver(), host())
                .exceptionallyCompose(failure -> Deferred.failed(
                        failed(Kind.NAME_NOT_FOUND, "the name '" + host() + "' has no address", failure)));
    }

    private Deferred<P> race(EventLoop loop, List<InetAddress> addresses) {
        ConnectOptions options = ConnectOptions.DEFAULT
                .withNoDelay(arguments.get(TcpListening.NO_DELAY))
                .withKeepAlive(arguments.get(TcpListening.KEEP_ALIVE));
        List<InetAddress> usable = addresses;
        Optional<String> bind = arguments.find(TcpClient.BIND);
        if (bind.isPresent()) {
            Optional<TcpAddress> from = TcpHosts.literal(bind.get(), 0);
            if (from.isEmpty()) {
                return Deferred.failed(failed(Kind.BIND, "bind must be an IP address, not '" + bind.get() + "'", null));
            }
            options = options.withBind(from.get());
            boolean ipv4 = from.get().ip() instanceof Inet4Address;
            usable = addresses.stream()
                    .filter(address -> address instanceof Inet4Address == ipv4)
                    .toList();
            if (usable.isEmpty()) {
                return Deferred.failed(failed(
                        Kind.BIND,
                        "it has no " + (ipv4 ? "IPv4" : "IPv6") + " address to be reached from " + bind.get(),
                        null));
            }
        }
        List<TcpAddress> targets = AddressOrder.interleaved(usable).stream()
                .map(ip -> new TcpAddress(ip, port()))
                .toList();
        return new AddressRace<>(
                        context.reactor(), loop, options, targets, arguments.get(TcpClient.ATTEMPT_DELAY), factory)
                .run(target());
    }

    private ConnectFailed failed(Kind kind, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ConnectFailed(target(), kind, problem, cause);
    }

    private String target() {
        return host().contains(":") ? "[" + host() + "]:" + port() : host() + ":" + port();
    }

    private String host() {
        return arguments.get(TcpClient.HOST);
    }

    private int port() {
        return arguments.get(TcpClient.PORT);
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
