/**
 * Whom we believe: how the certificates of a peer are judged.
 *
 * <p>{@link dev.sennit.transport.tls.trust.Trust} is the judge, with the usual ones ready made;
 * {@link dev.sennit.transport.tls.trust.CertificateRefusedException} is its verdict.
 * {@link dev.sennit.transport.tls.trust.WatchedTrust} takes over what changes in files.
 * {@link dev.sennit.transport.tls.trust.HostName} matches a certificate against the name that was asked for, by RFC 9525.
 */
@NullMarked
package dev.sennit.transport.tls.trust;

import org.jspecify.annotations.NullMarked;
