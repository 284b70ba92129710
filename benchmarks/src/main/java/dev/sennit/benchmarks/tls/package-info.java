/**
 * TLS beside Netty's, both sides in one thread and no sockets: what is measured is the work of TLS and of the layer that
 * drives it. {@link dev.sennit.benchmarks.tls.TlsComparison} is the program.
 */
@NullMarked
package dev.sennit.benchmarks.tls;

import org.jspecify.annotations.NullMarked;
