/** TLS by BouncyCastle's non-blocking protocol, with the platform's ciphers and a record path of our own. */
@NullMarked
package dev.sennit.transport.tls.bc;

import org.jspecify.annotations.NullMarked;
