/** The endpoint types {@code tls:} and {@code ssl:}. */
@NullMarked
package dev.sennit.endpoint.tls;

import org.jspecify.annotations.NullMarked;
