package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** A kind of place to listen. */
public non-sealed interface ServerEndpointType extends EndpointType {
    /**
     * Opens a listener. Whatever this throws or fails with is reported as a
     * {@link dev.sennit.transport.error.ListenFailedException} that names the endpoint.
     *
     * @param arguments as declared, read and checked
     * @param context the reactor and what else an endpoint needs
     */
    Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory);
}
