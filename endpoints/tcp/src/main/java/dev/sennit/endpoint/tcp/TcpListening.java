package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelled;
import dev.sennit.transport.error.ListenFailed;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the TCP server types have in common: from their arguments to a listener. */
record TcpListening(Arguments arguments, EndpointContext context, Family family) {
    Deferred<Listener> listen(ProtocolFactory<?> factory) {
        int port = arguments.get(TcpArguments.LISTEN_PORT);
        String host = arguments.get(TcpArguments.INTERFACE);
        if (host.isEmpty()) {
            return listen(any(port), family, factory);
        }
        return TcpHosts.addresses(context.resolver(), host)
                .exceptionallyCompose(failure -> Deferred.failed(
                        failure instanceof DeferredCancelled ? failure : noAddress(problem(host, failure), failure)))
                .thenCompose(addresses -> listenOn(addresses, factory));
    }

    private static String problem(String host, Throwable failure) {
        return TcpHosts.device(host).orElseGet(() -> TcpHosts.problem(host, failure));
    }

    /** Listens on the first address that this type may use. */
    private Deferred<Listener> listenOn(List<InetAddress> addresses, ProtocolFactory<?> factory) {
        int port = arguments.get(TcpArguments.LISTEN_PORT);
        for (InetAddress ip : addresses) {
            boolean fits =
                    switch (family) {
                        case ANY -> true;
                        case IPV4 -> ip instanceof Inet4Address;
                        case IPV6 -> ip instanceof Inet6Address;
                    };
            if (fits) {
                // A wildcard given as 0.0.0.0 means IPv4 only, as everywhere else.
                Family meant = ip instanceof Inet4Address ? Family.IPV4 : family;
                return listen(new TcpAddress(ip, port), meant, factory);
            }
        }
        return Deferred.failed(
                noAddress("the interface has no " + (family == Family.IPV4 ? "IPv4" : "IPv6") + " address", null));
    }

    private ListenFailed noAddress(String problem, @Nullable Throwable cause) {
        String host = arguments.get(TcpArguments.INTERFACE);
        String where = (host.contains(":") ? "[" + host + "]:" : host + ":") + arguments.get(TcpArguments.LISTEN_PORT);
        return new ListenFailed(where, ListenFailed.Kind.NO_SUCH_ADDRESS, problem, cause);
    }

    private Deferred<Listener> listen(TcpAddress address, Family meant, ProtocolFactory<?> factory) {
        ListenOptions options = ListenOptions.DEFAULT
                .withFamily(meant)
                .withBacklog(arguments.get(TcpArguments.BACKLOG))
                .withReusePort(arguments.get(TcpArguments.REUSE_PORT))
                .withNoDelay(arguments.get(TcpArguments.NO_DELAY))
                .withKeepAlive(arguments.get(TcpArguments.KEEP_ALIVE));
        return context.reactor().listen(address, options, factory);
    }

    private TcpAddress any(int port) {
        return switch (family) {
            case ANY -> TcpAddress.any(port);
            case IPV4 -> TcpAddress.of("0.0.0.0", port);
            case IPV6 -> TcpAddress.of("::", port);
        };
    }
}
