package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ListenFailedException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code tcp:PORT} for both IP versions, {@code tcp4:PORT} and {@code tcp6:PORT} for one of them. */
final class TcpServerType implements ServerEndpointType {
    static final TcpServerType TCP = new TcpServerType(
            Family.ANY,
            schema("tcp", "for IPv6 and IPv4 alike", TcpArguments.INTERFACE, TcpArguments.BACKLOG)
                    .examples("tcp:8007", "tcp:0:interface=localhost", "tcp:80:[::1]"));

    static final TcpServerType TCP4 = new TcpServerType(
            Family.IPV4,
            schema("tcp4", "for IPv4 only", TcpArguments.INTERFACE, TcpArguments.BACKLOG)
                    .examples("tcp4:8007", "tcp4:8007:127.0.0.1"));

    /** The order of its arguments is that of Twisted's type of the same name. */
    static final TcpServerType TCP6 = new TcpServerType(
            Family.IPV6,
            schema("tcp6", "for IPv6 only", TcpArguments.BACKLOG, TcpArguments.INTERFACE)
                    .examples("tcp6:8008", "tcp6:8008:interface=[::1]"));

    private final Family family;
    private final EndpointSchema schema;

    private TcpServerType(Family family, EndpointSchema schema) {
        this.family = family;
        this.schema = schema;
    }

    private static EndpointSchema schema(String name, String versions, Argument<?> second, Argument<?> third) {
        return EndpointSchema.server(name, "Listens on a TCP port, " + versions + ".")
                .arguments(
                        TcpArguments.LISTEN_PORT,
                        second,
                        third,
                        TcpArguments.REUSE_PORT,
                        TcpArguments.NO_DELAY,
                        TcpArguments.KEEP_ALIVE);
    }

    @Override
    public EndpointSchema schema() {
        return schema;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        ListenOptions options = ListenOptions.DEFAULT
                .withFamily(family)
                .withBacklog(arguments.get(TcpArguments.BACKLOG))
                .withReusePort(arguments.get(TcpArguments.REUSE_PORT))
                .withNoDelay(arguments.get(TcpArguments.NO_DELAY))
                .withKeepAlive(arguments.get(TcpArguments.KEEP_ALIVE));
        int port = arguments.get(TcpArguments.LISTEN_PORT);
        String host = arguments.get(TcpArguments.INTERFACE);
        if (host.isEmpty()) {
            return context.reactor().listen(any(port), options, factory);
        }
        return TcpHosts.addresses(context.resolver(), host)
                .exceptionallyCompose(failure -> Deferred.failed(
                        failure instanceof DeferredCancelledException
                                ? failure
                                : noAddress(host, port, problem(host, failure), failure)))
                .thenApply(addresses -> usable(addresses, host, port))
                .thenCompose(ip -> {
                    // A wildcard given as 0.0.0.0 means IPv4 only, as everywhere else.
                    ListenOptions meant = ip instanceof Inet4Address ? options.withFamily(Family.IPV4) : options;
                    return context.reactor().listen(new TcpAddress(ip, port), meant, factory);
                });
    }

    /** Returns the first address that this type may use. */
    private InetAddress usable(List<InetAddress> addresses, String host, int port) {
        String problem = "the interface has no " + (family == Family.IPV4 ? "IPv4" : "IPv6") + " address";
        return addresses.stream()
                .filter(this::fits)
                .findFirst()
                .orElseThrow(() -> noAddress(host, port, problem, null));
    }

    private boolean fits(InetAddress ip) {
        return switch (family) {
            case ANY -> true;
            case IPV4 -> ip instanceof Inet4Address;
            case IPV6 -> ip instanceof Inet6Address;
        };
    }

    private TcpAddress any(int port) {
        return family == Family.IPV4 ? TcpAddress.of("0.0.0.0", port) : TcpAddress.any(port);
    }

    private static String problem(String host, Throwable failure) {
        return TcpHosts.device(host).orElseGet(() -> TcpHosts.problem(host, failure));
    }

    private static ListenFailedException noAddress(String host, int port, String problem, @Nullable Throwable cause) {
        String where = (host.contains(":") ? "[" + host + "]:" : host + ":") + port;
        return new ListenFailedException(where, ListenFailedException.Kind.NO_SUCH_ADDRESS, problem, cause);
    }
}
