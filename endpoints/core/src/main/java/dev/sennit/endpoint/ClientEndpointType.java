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

    /**
     * Makes what one endpoint connects with; called once for each endpoint, when its string is read, so without I/O.
     *
     * <p>Calls {@link #connect} with these arguments unless overridden, by a type whose endpoints keep something from one
     * connection to the next, such as sessions to be resumed.
     */
    default ClientConnector connector(Arguments arguments, EndpointContext context) {
        return new ClientConnector() {
            @Override
            public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
                return ClientEndpointType.this.connect(arguments, context, factory);
            }
        };
    }
}
