package dev.sennit.endpoint.socks;

import static dev.sennit.endpoint.hop.ProxyArguments.HOST;
import static dev.sennit.endpoint.hop.ProxyArguments.PASSWORD;
import static dev.sennit.endpoint.hop.ProxyArguments.PORT;
import static dev.sennit.endpoint.hop.ProxyArguments.USER;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Resolver;
import dev.sennit.endpoint.hop.ProxyArguments;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.protocol.proxy.ProxyTarget;
import dev.sennit.socks.SocksLogin;
import dev.sennit.socks.client.SocksClientLayer;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BiFunction;

/**
 * SOCKS servers that lead on: {@code socks5:HOST:PORT} (RFC 1928, with user name and password by RFC 1929),
 * {@code socks4:HOST:PORT} and {@code socks4a:HOST:PORT}.
 */
final class SocksHopType implements HopType {
    static final SocksHopType SOCKS5 = new SocksHopType(
            EndpointSchema.hop("socks5", "Leads on through a SOCKS 5 server, which looks names up itself.")
                    .arguments(HOST, PORT, USER, PASSWORD, VIA)
                    .rules(ArgumentRule.needs(PASSWORD, USER))
                    .examples("socks5:localhost:1080", "socks5:inner:1080:via=[socks5:outer:1080]"),
            SocksHopType::socks5);

    /** It takes no names, so the target's is looked up here. */
    static final SocksHopType SOCKS4 = new SocksHopType(
            EndpointSchema.hop(
                            "socks4", "Leads on through a SOCKS 4 server, to IPv4 addresses; names are looked up here.")
                    .arguments(HOST, PORT, USER, VIA)
                    .examples("socks4:localhost:1080"),
            SocksHopType::socks4);

    static final SocksHopType SOCKS4A = new SocksHopType(
            EndpointSchema.hop(
                            "socks4a",
                            "Leads on through a SOCKS 4a server, which looks names up itself; no IPv6 addresses.")
                    .arguments(HOST, PORT, USER, VIA)
                    .examples("socks4a:localhost:1080"),
            SocksHopType::socks4);

    private final EndpointSchema schema;
    /** Makes the layer that asks the server; throws an IllegalArgumentException for a target that it cannot name. */
    private final BiFunction<ProxyTarget, Arguments, ProxyClientLayer> handshake;

    private SocksHopType(EndpointSchema schema, BiFunction<ProxyTarget, Arguments, ProxyClientLayer> handshake) {
        this.schema = schema;
        this.handshake = handshake;
    }

    @Override
    public EndpointSchema schema() {
        return schema;
    }

    @Override
    public Connector connector(HostPort target, Arguments arguments, EndpointContext context) {
        HostPort server = ProxyArguments.proxy(arguments);
        ClientEndpoint below = context.reach(server, arguments.find(VIA));
        if (this != SOCKS4) {
            return request -> below.connect(request.through(layer(target.host(), target, arguments, request)));
        }
        Resolver resolver = context.resolver();
        return request -> {
            request.enter(Phase.LOOKUP, "the target's address was not found");
            return address(target, resolver).thenCompose(ip -> {
                request.enter(Phase.OPENING, "no connection");
                return below.connect(request.through(layer(ip, target, arguments, request)));
            });
        };
    }

    /** Made before there is a connection: a target that the layer cannot name fails here. */
    private ProxyClientLayer layer(String host, HostPort target, Arguments arguments, ConnectRequest request) {
        ProxyTarget asked = ProxyTarget.of(Destination.of(host, target.port()))
                .by(schema.name() + ":" + ProxyArguments.proxy(arguments))
                .within(request.handshakeTimeout());
        return handshake.apply(asked, arguments);
    }

    private static ProxyClientLayer socks5(ProxyTarget asked, Arguments arguments) {
        return ProxyArguments.login(arguments, SocksLogin::of)
                .map(login -> SocksClientLayer.socks5(asked, login))
                .orElseGet(() -> SocksClientLayer.socks5(asked));
    }

    private static ProxyClientLayer socks4(ProxyTarget asked, Arguments arguments) {
        return SocksClientLayer.socks4(asked, Bytes.utf8(arguments.find(USER).orElse("")));
    }

    private static Deferred<String> address(HostPort target, Resolver resolver) {
        Deferred<List<InetAddress>> resolving;
        try {
            resolving = resolver.resolve(target.host());
        } catch (RuntimeException failure) {
            resolving = Deferred.failed(failure);
        }
        return resolving
                .exceptionallyCompose(failure -> Deferred.failed(
                        failure instanceof DeferredCancelledException ? failure : notFound(target, failure)))
                .thenApply(addresses -> firstIpv4(target, addresses));
    }

    private static String firstIpv4(HostPort target, List<InetAddress> addresses) {
        return addresses.stream()
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new ConnectFailedException(
                        target.toString(),
                        Kind.UNSUPPORTED,
                        "it has no IPv4 address, and SOCKS 4 knows no others",
                        null));
    }

    private static ConnectFailedException notFound(HostPort target, Throwable failure) {
        Kind kind = failure instanceof UnknownHostException ? Kind.NAME_NOT_FOUND : Kind.OTHER;
        return new ConnectFailedException(target.toString(), kind, "its address was not found here", failure)
                .inPhase(Phase.LOOKUP);
    }
}
