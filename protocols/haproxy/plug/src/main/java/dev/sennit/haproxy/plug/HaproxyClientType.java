package dev.sennit.haproxy.plug;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.haproxy.ProxyHeaderWriter;

/** {@code haproxy:CLIENT}: sends a PROXY header first, as a proxy would that stood where the connection begins. */
final class HaproxyClientType implements ClientEndpointType {
    static final Argument<Integer> VERSION = Argument.optional(
            "version", ArgumentKind.integer(1, 2), 1, "Version of the header: 1 is text, 2 is binary.");
    static final Argument<Arguments> ENDPOINT = Argument.rest("endpoint", EndpointRole.CLIENT, "What to connect to.");

    static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "haproxy", "Sends a PROXY header with the connection's own addresses first.")
            .arguments(VERSION, ENDPOINT)
            .examples("haproxy:tcp:localhost:8080", "haproxy:version=2:tcp:localhost:8080");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        ClientEndpoint below = context.client(arguments.get(ENDPOINT));
        int version = arguments.get(VERSION);
        return request -> below.connect(request.through(() -> ProxyHeaderWriter.ofItself(version)));
    }
}
