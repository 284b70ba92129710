/** TLS by an {@code SSLEngine}: the platform's, or another provider's. */
@NullMarked
package dev.sennit.transport.tls.jdk;

import org.jspecify.annotations.NullMarked;
