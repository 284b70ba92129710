package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** A kind of place to connect to. */
public non-sealed interface ClientEndpointType extends EndpointType {
    /**
     * Opens a connection. What this throws becomes the failure of the answer.
     *
     * @param arguments as declared, read and checked
     * @param context the reactor and what else an endpoint needs
     */
    <P extends Protocol> Deferred<P> connect(Arguments arguments, EndpointContext context, ProtocolFactory<P> factory);
}
