package dev.sennit.endpoint.example;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;

/** {@code loopback:PORT}: listens on 127.0.0.1 and nowhere else. */
public final class LoopbackServer implements ServerEndpointType {
    private static final Argument<Integer> PORT = Argument.required(
                    "port", ArgumentKind.port(), "Port to listen on; 0 picks a free one.")
            .positional();
    private static final EndpointSchema SCHEMA = EndpointSchema.server("loopback", "Listens on 127.0.0.1 only.")
            .arguments(PORT)
            .examples("loopback:8007");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        return context.reactor().listen(TcpAddress.loopback(arguments.get(PORT)), ListenOptions.DEFAULT, factory);
    }
}
