package dev.sennit.http.plug;

import static dev.sennit.endpoint.hop.ProxyArguments.HOST;
import static dev.sennit.endpoint.hop.ProxyArguments.PASSWORD;
import static dev.sennit.endpoint.hop.ProxyArguments.PORT;
import static dev.sennit.endpoint.hop.ProxyArguments.USER;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.hop.ProxyArguments;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.http.BasicCredentials;
import dev.sennit.http.client.HttpConnectLayer;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.ProxyTarget;
import java.util.Optional;

/** {@code http-connect:HOST:PORT}: an HTTP proxy that leads on (RFC 9110, section 9.3.6). */
public final class HttpConnectHopType implements HopType {
    static final Argument<Boolean> TLS = Argument.optional(
            "tls",
            ArgumentKind.bool(),
            false,
            "Talk TLS to the proxy, its name checked; via=[tls:HOST:PORT:…] says more about that.");

    static final EndpointSchema SCHEMA = EndpointSchema.hop(
                    "http-connect", "Leads on through an HTTP proxy, which looks names up itself.")
            .foreignNames("http", "https")
            .arguments(HOST, PORT, USER, PASSWORD, TLS, VIA)
            .rules(ArgumentRule.needs(PASSWORD, USER))
            .examples("http-connect:localhost:3128", "http-connect:proxy:443:tls=true");

    /** For the service loader. */
    public HttpConnectHopType() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(HostPort target, Arguments arguments, EndpointContext context) {
        HostPort proxy = ProxyArguments.proxy(arguments);
        Optional<Arguments> via = arguments.find(VIA);
        ClientEndpoint below = context.reach(proxy, arguments.get(TLS) ? Optional.of(tls(proxy, via, context)) : via);
        return request -> {
            ProxyTarget asked = ProxyTarget.of(Destination.of(target.host(), target.port()))
                    .by(SCHEMA.name() + ":" + proxy)
                    .within(request.handshakeTimeout());
            return below.connect(request.through(
                    new HttpConnectLayer(asked, ProxyArguments.login(arguments, BasicCredentials::new))));
        };
    }

    /** The TLS client to the proxy, which is itself reached as {@code via=} says. */
    private static Arguments tls(HostPort proxy, Optional<Arguments> via, EndpointContext context) {
        Arguments client = context.reaching("tls", proxy);
        return via.map(way -> client.with(VIA, way)).orElse(client);
    }
}
