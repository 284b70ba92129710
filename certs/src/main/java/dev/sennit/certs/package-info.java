/**
 * A development certificate authority, and the certificates it issues.
 *
 * <p>Begin with {@link dev.sennit.certs.CertificateAuthority}: it makes a root in memory, and issues what a
 * {@link dev.sennit.certs.CertificateSpec} describes, good or deliberately broken, as an
 * {@link dev.sennit.certs.IssuedCertificate}: a chain and a key, as JCA values or as {@link dev.sennit.certs.Pem} text.
 *
 * <p>On disk, {@link dev.sennit.certs.DevelopmentCerts} keeps an authority and identities in a directory, and makes what
 * is missing; {@link dev.sennit.certs.CertificateDirectory} is how the files are written and read.
 */
@NullMarked
package dev.sennit.certs;

import org.jspecify.annotations.NullMarked;
