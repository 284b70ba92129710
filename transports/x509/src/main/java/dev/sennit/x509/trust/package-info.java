/**
 * Whom we believe: how the certificates of a peer are judged.
 *
 * <p>{@link dev.sennit.x509.trust.Trust} is the judge, with the usual ones ready made;
 * {@link dev.sennit.x509.trust.CertificateRefusedException} is its verdict.
 * {@link dev.sennit.x509.trust.WatchedTrust} takes over what changes in files.
 * {@link dev.sennit.x509.trust.HostName} matches a certificate against the name that was asked for, by RFC 9525.
 */
@NullMarked
package dev.sennit.x509.trust;

import org.jspecify.annotations.NullMarked;
