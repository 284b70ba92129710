/**
 * The check of a peer's certificate.
 *
 * <p>A {@link dev.sennit.x509.trust.Trust} accepts or refuses certificates; its static methods make the usual ones. A refusal is a
 * {@link dev.sennit.x509.trust.CertificateRefusedException}. {@link dev.sennit.x509.trust.WatchedTrust} also reads files that
 * change later. {@link dev.sennit.x509.trust.HostName} matches a certificate against the name that the client asked for (RFC
 * 9525).
 */
@NullMarked
package dev.sennit.x509.trust;

import org.jspecify.annotations.NullMarked;
