/**
 * TLS on a connection's stack. {@link dev.sennit.tls.layer.TlsContext} is where to begin: it makes the layers, or
 * starts TLS under a protocol that runs already.
 */
@NullMarked
package dev.sennit.tls.layer;

import org.jspecify.annotations.NullMarked;
