/**
 * The endpoint types {@code memory}: names inside one process, in the
 * {@linkplain dev.sennit.endpoint.EndpointContext#hub() hub} of the context. {@code MemoryEndpoint} makes such an endpoint
 * in code.
 */
@NullMarked
package dev.sennit.endpoint.memory;

import org.jspecify.annotations.NullMarked;
