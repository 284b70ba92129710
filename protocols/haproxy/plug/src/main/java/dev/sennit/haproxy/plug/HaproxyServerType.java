package dev.sennit.haproxy.plug;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.haproxy.ProxyHeaderReader;
import dev.sennit.haproxy.ProxyHeaderRules;
import dev.sennit.haproxy.ProxyHeaderRules.Others;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code haproxy:SERVER}: behind a proxy that sends a PROXY header, of version 1 or 2. */
final class HaproxyServerType implements ServerEndpointType {
    static final Argument<List<IpNetwork>> TRUSTED = Argument.optional(
            "trusted",
            ArgumentKind.list(ArgumentKind.of(
                    "a network such as 10.0.0.0/8 or fd00::/8", HaproxyServerType::network, IpNetwork::toString)),
            IpNetwork.LOOPBACK,
            "Networks of the proxies: whose header is believed.");
    static final Argument<Others> OTHERS = Argument.optional(
            "others",
            ArgumentKind.choice(Others.class),
            ProxyHeaderRules.DEFAULT.others(),
            "What to do with connections from elsewhere: refuse them, or take them plain, without a header.");
    static final Argument<Duration> TIMEOUT = Argument.optional(
            "timeout", ArgumentKind.duration(), ProxyHeaderRules.DEFAULT.limit(), "Longest wait for the header.");
    static final Argument<Arguments> ENDPOINT =
            Argument.rest("endpoint", EndpointRole.SERVER, "Where the proxy connects to.");

    static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "haproxy", "Reads a PROXY header from each connection: its peer is then the proxy's client.")
            .arguments(TRUSTED, OTHERS, TIMEOUT, ENDPOINT)
            .examples("haproxy:tcp:8080", "haproxy:trusted=[10.0.0.0/8,fd00::/8]:tcp:8080");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        ProxyHeaderRules rules = ProxyHeaderRules.DEFAULT
                .withTrusted(arguments.get(TRUSTED))
                .withOthers(arguments.get(OTHERS))
                .withLimit(arguments.get(TIMEOUT));
        return context.server(arguments.get(ENDPOINT)).listen(factory.through(() -> new ProxyHeaderReader(rules)));
    }

    private static Optional<IpNetwork> network(String text) {
        try {
            return Optional.of(IpNetwork.parse(text));
        } catch (IllegalArgumentException noNetwork) {
            return Optional.empty();
        }
    }
}
