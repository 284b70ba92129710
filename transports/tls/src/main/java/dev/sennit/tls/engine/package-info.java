/** What the TLS layer asks of whoever does the work: bytes in, bytes out, no input or output of its own. */
@NullMarked
package dev.sennit.tls.engine;

import org.jspecify.annotations.NullMarked;
