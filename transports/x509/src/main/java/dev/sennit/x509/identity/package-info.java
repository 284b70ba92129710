/**
 * Who we are to the peer: private keys with their certificates, and which of them a connection gets.
 *
 * <p>{@link dev.sennit.x509.identity.Identity} is one key with its chain, checked when made.
 * {@link dev.sennit.x509.identity.Identities} chooses one for each connection, by host name and by the kinds of
 * key that the peer takes. They come from the program, or from disk by
 * {@link dev.sennit.x509.identity.IdentityFiles} and {@link dev.sennit.x509.identity.IdentitySource};
 * {@link dev.sennit.x509.identity.WatchedIdentities} takes over what changes there.
 */
@NullMarked
package dev.sennit.x509.identity;

import org.jspecify.annotations.NullMarked;
