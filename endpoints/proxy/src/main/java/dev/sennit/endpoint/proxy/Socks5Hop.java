package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.Leg;
import dev.sennit.endpoint.Way;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.protocol.proxy.Passage;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.protocol.proxy.socks.SocksClientLayer;
import dev.sennit.protocol.proxy.socks.SocksLogin;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** {@code socks5:HOST:PORT}: a SOCKS 5 server (RFC 1928), with user name and password if they are given (RFC 1929). */
public final class Socks5Hop implements HopType {
    private static final EndpointSchema SCHEMA = EndpointSchema.hop(
                    "socks5", "Leads on through a SOCKS 5 server, which looks names up itself.")
            .arguments(HopArguments.HOST, HopArguments.PORT, HopArguments.USER, HopArguments.PASSWORD, Way.VIA)
            .rules(ArgumentRule.needs(HopArguments.PASSWORD, HopArguments.USER))
            .examples("socks5:localhost:1080", "socks5:inner:1080:via=[socks5:outer:1080]");

    /** For the service loader. */
    public Socks5Hop() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Leg leg, Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        return new HopConnecting<>(leg, arguments, context, passage -> layer(passage, arguments), factory)
                .connect(arguments.find(Way.VIA));
    }

    private static ProxyClientLayer layer(Passage passage, Arguments arguments) {
        return HopArguments.login(arguments, SocksLogin::of)
                .map(login -> SocksClientLayer.socks5(passage, login))
                .orElseGet(() -> SocksClientLayer.socks5(passage));
    }
}
