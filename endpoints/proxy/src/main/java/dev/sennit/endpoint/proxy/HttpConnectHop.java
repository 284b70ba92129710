package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.Leg;
import dev.sennit.endpoint.Way;
import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.protocol.proxy.http.BasicCredentials;
import dev.sennit.protocol.proxy.http.HttpConnectLayer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.util.Optional;

/** {@code http-connect:HOST:PORT}: an HTTP proxy, asked by CONNECT (RFC 9110, section 9.3.6). */
public final class HttpConnectHop implements HopType {
    private static final Argument<Boolean> TLS = Argument.optional(
            "tls",
            ArgumentKind.bool(),
            false,
            "Talk TLS to the proxy, its name checked; via=[tls:HOST:PORT:…] says more about that.");

    private static final EndpointSchema SCHEMA = EndpointSchema.hop(
                    "http-connect", "Leads on through an HTTP proxy, which looks names up itself.")
            .arguments(HopArguments.HOST, HopArguments.PORT, HopArguments.USER, HopArguments.PASSWORD, TLS, Way.VIA)
            .rules(ArgumentRule.needs(HopArguments.PASSWORD, HopArguments.USER))
            .examples("http-connect:localhost:3128", "http-connect:proxy:443:tls=true");

    /** For the service loader. */
    public HttpConnectHop() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Leg leg, Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        Optional<NestedEndpoint> via = arguments.find(Way.VIA);
        return new HopConnecting<>(
                        leg,
                        arguments,
                        context,
                        passage -> new HttpConnectLayer(passage, HopArguments.login(arguments, BasicCredentials::new)),
                        factory)
                .connect(arguments.get(TLS) ? Optional.of(tls(leg, arguments, via)) : via);
    }

    /** The TLS client to the proxy, which is itself reached by what {@code via=} says. */
    private static NestedEndpoint tls(Leg leg, Arguments arguments, Optional<NestedEndpoint> via) {
        EndpointDescription tls = EndpointDescription.of("tls")
                .with(arguments.get(HopArguments.HOST))
                .with(String.valueOf(arguments.get(HopArguments.PORT)))
                .with("timeout", ArgumentKind.duration().format(leg.limit()));
        if (via.isPresent()) {
            tls = tls.with(Way.VIA.name(), Way.VIA.kind().format(via.get()));
        }
        return new NestedEndpoint(EndpointRole.HOP, ParsedDescription.parse(tls.format()));
    }
}
