package dev.sennit.endpoint.memory;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** {@code memory:NAME}: a connection to a listener inside this process. */
public final class MemoryClient implements ClientEndpointType {
    private static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "memory", "Connects inside this process, without a socket.")
            .arguments(MemoryServer.NAME)
            .examples("memory:chat");

    /** For the service loader. */
    public MemoryClient() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        return context.hub()
                .connect(arguments.get(MemoryServer.NAME), context.reactor(), ConnectOptions.DEFAULT, factory);
    }
}
