/** TLS as a layer: what can be set, and what a session is. */
@NullMarked
package dev.sennit.transport.tls;

import org.jspecify.annotations.NullMarked;
