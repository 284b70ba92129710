/**
 * Certificates, keys and revocation lists from PEM files (RFC 7468) and PKCS#12 stores (RFC 7292), as they come from a
 * certificate authority, OpenSSL or keytool, without conversion.
 *
 * <p>A {@link dev.sennit.x509.pem.PemFile} has the contents of a file and returns its keys and certificates. Each
 * problem of a file is a {@link dev.sennit.x509.pem.PemException} that names the file and, in PEM, the line.
 */
@NullMarked
package dev.sennit.x509.pem;

import org.jspecify.annotations.NullMarked;
