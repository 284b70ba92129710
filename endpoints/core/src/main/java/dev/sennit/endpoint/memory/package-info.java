/**
 * The endpoint types {@code memory}: names inside one process, in the
 * {@linkplain dev.sennit.endpoint.EndpointContext#hub() hub} of the context.
 *
 * <p>Found by the {@link java.util.ServiceLoader}, which is why the classes are public; the package is not exported.
 */
@NullMarked
package dev.sennit.endpoint.memory;

import org.jspecify.annotations.NullMarked;
