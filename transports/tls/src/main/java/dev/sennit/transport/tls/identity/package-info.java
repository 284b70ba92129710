/**
 * Who we are to the peer: private keys with their certificates, and which of them a connection gets.
 *
 * <p>{@link dev.sennit.transport.tls.identity.Identity} is one key with its chain, checked when made.
 * {@link dev.sennit.transport.tls.identity.Identities} chooses one for each connection, by host name and by the kinds of
 * key that the peer takes. They come from the program, or from disk by
 * {@link dev.sennit.transport.tls.identity.IdentityFiles} and {@link dev.sennit.transport.tls.identity.IdentitySource};
 * {@link dev.sennit.transport.tls.identity.WatchedIdentities} takes over what changes there.
 */
@NullMarked
package dev.sennit.transport.tls.identity;

import org.jspecify.annotations.NullMarked;
