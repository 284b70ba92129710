/**
 * Endpoints with a PROXY header: {@code haproxy:tcp:8080} listens behind a proxy that sends one,
 * {@code haproxy:tcp:HOST:PORT} sends one.
 *
 * <p>The header comes above what the type wraps; for a header in front of TLS, wrap what TLS is over:
 * {@code tls:443:over=[haproxy:tcp:443]}. {@link dev.sennit.haproxy.plug.HaproxyEndpoint} makes the same in code.
 */
@NullMarked
package dev.sennit.haproxy.plug;

import org.jspecify.annotations.NullMarked;
