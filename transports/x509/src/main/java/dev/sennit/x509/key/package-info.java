/**
 * Private keys with their certificates, and the selection of one of them for a connection.
 *
 * <p>A {@link dev.sennit.x509.key.CertifiedKey} is one key with its chain. A {@link dev.sennit.x509.key.KeySelector} selects one
 * for each connection, by host name and by the kinds of key that the peer accepts. {@link dev.sennit.x509.key.KeyFiles} and
 * {@link dev.sennit.x509.key.KeySource} read keys from disk; {@link dev.sennit.x509.key.WatchedKeys} also reads files that change
 * later.
 */
@NullMarked
package dev.sennit.x509.key;

import org.jspecify.annotations.NullMarked;
