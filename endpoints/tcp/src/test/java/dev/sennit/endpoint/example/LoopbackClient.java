package dev.sennit.endpoint.example;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.TcpAddress;

/** {@code loopback:PORT}: connects to 127.0.0.1 and nowhere else. */
public final class LoopbackClient implements ClientEndpointType {
    private static final Argument<Integer> PORT = Argument.required(
                    "port", ArgumentKind.integer(1, 65535), "Port to connect to.")
            .positional();
    private static final EndpointSchema SCHEMA = EndpointSchema.client("loopback", "Connects to 127.0.0.1 only.")
            .arguments(PORT)
            .examples("loopback:8007");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        TcpAddress address = TcpAddress.loopback(arguments.get(PORT));
        return request -> context.reactor().connect(address, ConnectOptions.DEFAULT, request.factory());
    }
}
