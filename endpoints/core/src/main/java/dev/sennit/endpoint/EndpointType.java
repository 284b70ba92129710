package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.EndpointSchema;

/**
 * A kind of endpoint, known by the word before the first colon. Implement {@link ServerEndpointType},
 * {@link ClientEndpointType} or {@link HopType}, with a public constructor without parameters, and name the class to the
 * {@link java.util.ServiceLoader} under this interface.
 */
public sealed interface EndpointType permits ServerEndpointType, ClientEndpointType, HopType {
    /** The declaration: names, arguments, help. Always the same value. */
    EndpointSchema schema();
}
