package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.EndpointSchema;
import java.util.List;

/**
 * A kind of endpoint, known by the word before the first colon. Implement {@link ServerEndpointType},
 * {@link ClientEndpointType} or {@link HopType}.
 */
public sealed interface EndpointType extends EndpointModule permits ServerEndpointType, ClientEndpointType, HopType {
    /** The declaration: names, arguments, help. Always the same value. */
    EndpointSchema schema();

    /** Returns this type alone. */
    @Override
    default List<EndpointType> types() {
        return List.of(this);
    }
}
