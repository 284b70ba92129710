package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.protocol.proxy.header.ProxyHeaderWriter;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** {@code haproxy:CLIENT}: sends a PROXY header first, as a proxy would that stood where the connection begins. */
public final class HaproxyClient implements ClientEndpointType {
    private static final Argument<Integer> VERSION = Argument.optional(
            "version", ArgumentKind.integer(1, 2), 1, "Version of the header: 1 is text, 2 is binary.");
    private static final Argument<NestedEndpoint> ENDPOINT =
            Argument.rest("endpoint", EndpointRole.CLIENT, "What to connect to.");

    private static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "haproxy", "Sends a PROXY header with the connection's own addresses first.")
            .arguments(VERSION, ENDPOINT)
            .examples("haproxy:tcp:localhost:8080", "haproxy:version=2:tcp:localhost:8080");

    /** For the service loader. */
    public HaproxyClient() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        int version = arguments.get(VERSION);
        return context.client(arguments.get(ENDPOINT))
                .connect(factory.through(() -> ProxyHeaderWriter.ofItself(version)));
    }
}
