package dev.sennit.certs;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A certificate that was issued: its chain and its private key.
 *
 * @param chain the certificate first, then the intermediate authorities in order; without the root, but of a root itself
 * @param key the private key of the first certificate
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey key) {
    public IssuedCertificate {
        chain = List.copyOf(chain);
        Objects.requireNonNull(key);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
    }

    /** Returns the certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Returns the chain as PEM text (RFC 7468): one block for each certificate, in order. */
    public String chainPem() {
        return Pem.certificates(chain);
    }

    /** Returns the private key as PEM text: PKCS #8, not encrypted (RFC 7468 section 10). */
    public String keyPem() {
        return Pem.key(key);
    }

    /**
     * Returns the private key as PEM text, encrypted: PKCS #8 with PBES2, AES-256-CBC and PBKDF2 over HMAC-SHA-256
     * (RFC 8018, RFC 7468 section 11).
     *
     * @param password not empty; not kept
     */
    public String keyPem(char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("a key is encrypted with a password of at least one character");
        }
        return Pem.encryptedKey(key, password);
    }

    /** Returns who it is for, and nothing of the key. */
    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate().getSubjectX500Principal() + ", chain of " + chain.size() + "]";
    }
}
