package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import java.util.Optional;

/** A kind of place to connect to. */
public non-sealed interface ClientEndpointType extends EndpointType {
    /**
     * Makes the connector of one endpoint: called once for each endpoint, when it is made, so without I/O. An endpoint that
     * is an argument of this one is made here too, once:
     *
     * <pre>{@code
     * ClientEndpoint below = context.client(arguments.get(OVER));
     * return request -> below.connect(request.through(HandshakeOfMine::new));
     * }</pre>
     *
     * @param arguments as declared, read and checked
     * @param context the reactor and what else an endpoint needs
     */
    Connector connector(Arguments arguments, EndpointContext context);

    /**
     * Returns the endpoint of this type that reaches a host and a port, for types that need one and do not know this class:
     * {@code tcp} is asked for the straight way to a host. Empty, unless overridden, for a type that reaches no hosts.
     */
    default Optional<Arguments> reaching(HostPort target) {
        return Optional.empty();
    }
}
