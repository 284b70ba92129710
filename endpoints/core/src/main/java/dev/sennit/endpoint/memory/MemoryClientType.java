package dev.sennit.endpoint.memory;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ConnectOptions;

/** {@code memory:NAME}: a connection to a listener inside this process. */
final class MemoryClientType implements ClientEndpointType {
    static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "memory", "Connects inside this process, without a socket.")
            .arguments(MemoryServerType.NAME)
            .examples("memory:chat");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        String name = arguments.get(MemoryServerType.NAME);
        return request -> context.hub().connect(name, context.reactor(), ConnectOptions.DEFAULT, request.factory());
    }
}
