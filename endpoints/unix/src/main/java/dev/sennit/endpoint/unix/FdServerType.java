package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.DescriptorAddress;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/**
 * {@code fd:NUMBER}: a listening socket that whoever started this process opened.
 *
 * <p>A listener works on a copy. The descriptor itself stays open when it is closed: connections then wait in the socket's
 * queue for whoever listens on it next, this process again or another.
 */
final class FdServerType implements ServerEndpointType {
    static final Argument<Integer> NUMBER = Argument.required(
                    "number",
                    ArgumentKind.integer(0, 1_048_576),
                    "Number of the descriptor of a listening stream socket, Unix or TCP.")
            .positional();

    static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "fd", "Listens on a socket that is open already, handed over as a file descriptor.")
            .arguments(NUMBER)
            .examples("fd:3");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        DescriptorAddress socket = new DescriptorAddress(arguments.get(NUMBER));
        return context.reactor().listen(socket, ListenOptions.DEFAULT, factory);
    }
}
