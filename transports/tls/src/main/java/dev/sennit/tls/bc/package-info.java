/**
 * TLS by BouncyCastle's non-blocking protocol, with the platform's ciphers and a record path of our own.
 *
 * <p>Not done here: sessions of TLS 1.3 are not resumed, since BouncyCastle's protocol neither gives out tickets nor comes
 * back with one (RFC 8446, section 4.6.1), and so there is no early data either; those of TLS 1.2 are. Stapled OCSP
 * responses are neither asked for nor sent.
 */
@NullMarked
package dev.sennit.tls.bc;

import org.jspecify.annotations.NullMarked;
