/**
 * The rules for the peer's handshake messages, for every implementation of TLS.
 *
 * <p>{@link dev.sennit.tls.handshake.HandshakeInspector} is given the plaintext of both directions, and hands on whole messages
 * that obey the rules. It does no input or output, and knows no library.
 */
@NullMarked
package dev.sennit.tls.handshake;

import org.jspecify.annotations.NullMarked;
