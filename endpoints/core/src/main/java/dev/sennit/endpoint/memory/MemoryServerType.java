package dev.sennit.endpoint.memory;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.util.Optional;
import java.util.function.Function;

/** {@code memory:NAME}: connections from inside this process. */
final class MemoryServerType implements ServerEndpointType {
    static final Argument<String> NAME = Argument.required(
                    "name",
                    ArgumentKind.of(
                            "a text that is not empty",
                            text -> Optional.of(text).filter(name -> !name.isEmpty()),
                            Function.identity()),
                    "Any name; servers and clients that share a context meet by it.")
            .positional();

    static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "memory", "Listens inside this process, without a socket.")
            .arguments(NAME)
            .examples("memory:chat");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        return context.hub().listen(arguments.get(NAME), context.reactor(), ListenOptions.DEFAULT, factory);
    }
}
