/**
 * What this side demands of the peer's handshake messages, whatever library does the cryptography.
 *
 * <p>{@link dev.sennit.tls.handshake.HandshakeInspector} sees the plaintext of both directions, and hands on
 * whole messages that are in order. It does no input or output, and knows no library.
 */
@NullMarked
package dev.sennit.tls.handshake;

import org.jspecify.annotations.NullMarked;
