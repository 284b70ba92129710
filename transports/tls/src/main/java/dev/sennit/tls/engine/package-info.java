/** The engine that the TLS layer needs of an implementation of TLS: bytes in, bytes out, without input or output. */
@NullMarked
package dev.sennit.tls.engine;

import org.jspecify.annotations.NullMarked;
