package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.Leg;
import dev.sennit.endpoint.Way;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.protocol.proxy.Passage;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.protocol.proxy.socks.SocksClientLayer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelled;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** {@code socks4:HOST:PORT}: a SOCKS 4 server. It takes no names, so the target's is looked up here. */
public final class Socks4Hop implements HopType {
    static final Argument<String> USER = Argument.optional("user", ArgumentKind.text(), "User id told to the proxy.");

    private static final EndpointSchema SCHEMA = EndpointSchema.hop(
                    "socks4", "Leads on through a SOCKS 4 server, to IPv4 addresses; names are looked up here.")
            .arguments(HopArguments.HOST, HopArguments.PORT, USER, Way.VIA)
            .examples("socks4:localhost:1080");

    /** For the service loader. */
    public Socks4Hop() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Leg leg, Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        return new HopConnecting<>(leg, arguments, context, passage -> layer(passage, arguments), factory)
                .connect(() -> address(leg, context), arguments.find(Way.VIA));
    }

    static ProxyClientLayer layer(Passage passage, Arguments arguments) {
        return SocksClientLayer.socks4(passage, Bytes.utf8(arguments.find(USER).orElse("")));
    }

    private static Deferred<String> address(Leg leg, EndpointContext context) {
        // Within a callback, so that what a resolver throws is a failure as well.
        return Deferred.done()
                .thenCompose(none -> context.resolver().resolve(leg.target().host()))
                .exceptionallyCompose(failure ->
                        Deferred.failed(failure instanceof DeferredCancelled ? failure : notFound(leg, failure)))
                .thenApply(addresses -> firstIpv4(leg, addresses));
    }

    private static String firstIpv4(Leg leg, List<InetAddress> addresses) {
        return addresses.stream()
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new ConnectFailed(
                        leg.target().toString(),
                        Kind.UNSUPPORTED,
                        "it has no IPv4 address, and SOCKS 4 knows no others",
                        null));
    }

    private static ConnectFailed notFound(Leg leg, Throwable failure) {
        Kind kind = failure instanceof UnknownHostException ? Kind.NAME_NOT_FOUND : Kind.OTHER;
        return new ConnectFailed(leg.target().toString(), kind, "its address was not found here", failure)
                .inPhase(ConnectFailed.Phase.LOOKUP);
    }
}
