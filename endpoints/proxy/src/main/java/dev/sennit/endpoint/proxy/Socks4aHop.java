package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.Leg;
import dev.sennit.endpoint.Way;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** {@code socks4a:HOST:PORT}: a SOCKS 4 server that takes names. */
public final class Socks4aHop implements HopType {
    private static final EndpointSchema SCHEMA = EndpointSchema.hop(
                    "socks4a", "Leads on through a SOCKS 4a server, which looks names up itself; no IPv6 addresses.")
            .arguments(HopArguments.HOST, HopArguments.PORT, Socks4Hop.USER, Way.VIA)
            .examples("socks4a:localhost:1080");

    /** For the service loader. */
    public Socks4aHop() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Leg leg, Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        return new HopConnecting<>(leg, arguments, context, passage -> Socks4Hop.layer(passage, arguments), factory)
                .connect(arguments.find(Way.VIA));
    }
}
