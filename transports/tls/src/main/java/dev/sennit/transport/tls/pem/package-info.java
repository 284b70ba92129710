/**
 * Certificates, keys and revocation lists from PEM files (RFC 7468), as they come from a certificate authority or from
 * OpenSSL, without conversion.
 *
 * <p>{@link dev.sennit.transport.tls.pem.PemFile} is what a file holds; ask it for what is wanted. Whatever is wrong with
 * a file is a {@link dev.sennit.transport.tls.pem.PemException} that names the file and the line.
 */
@NullMarked
package dev.sennit.transport.tls.pem;

import org.jspecify.annotations.NullMarked;
