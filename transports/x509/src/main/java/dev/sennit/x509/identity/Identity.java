package dev.sennit.x509.identity;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;

/**
 * A private key and the certificates that speak for it, the leaf first. Immutable.
 *
 * <p>Whoever holds one may rely on it: the key belongs to the leaf, each further certificate has issued the one before
 * it, the kind of key is one that TLS can use here, and an RSA key has {@value #MIN_RSA_BITS} bits or more. Dates are not
 * checked: clocks differ, and the peer judges.
 */
public final class Identity {
    /** The least size of an RSA key. */
    public static final int MIN_RSA_BITS = 2048;

    /** The most certificates of a chain; a client takes as many by default. */
    public static final int MAX_CHAIN_LENGTH = 32;

    /** The most bytes of the Certificate message of a chain, 128 KiB; a client takes as many by default. */
    public static final int MAX_CHAIN_BYTES = 128 * 1024;

    /** Context and length of a Certificate message (RFC 8446, section 4.4.2). */
    private static final int MESSAGE_BYTES = 4;
    /** The two lengths of each of its entries. */
    private static final int ENTRY_BYTES = 5;

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final KeyKind kind;

    private Identity(PrivateKey key, List<X509Certificate> chain, KeyKind kind) {
        this.key = key;
        this.chain = chain;
        this.kind = kind;
    }

    /**
     * Joins a key and its certificates.
     *
     * @param key of any provider, one that keeps it in hardware too
     * @param certificates the leaf and its issuers, in any order; those that are no part of the leaf's chain are left out
     * @throws IllegalArgumentException if there is no certificate, none belongs to the key, the kind of key is of no use in
     *     TLS, the key is too short, or the chain is over {@link #MAX_CHAIN_LENGTH} or
     *     {@link #MAX_CHAIN_BYTES}
     */
    public static Identity of(PrivateKey key, List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificate for the private key");
        }
        List<X509Certificate> chain = ChainOrder.of(key, certificates);
        X509Certificate leaf = chain.get(0);
        if (leaf.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("the RSA key of '" + leaf.getSubjectX500Principal() + "' has "
                    + rsa.getModulus().bitLength() + " bits; wanted " + MIN_RSA_BITS + " or more");
        }
        requireSendable(chain);
        return new Identity(key, chain, KeyKind.of(leaf.getPublicKey()));
    }

    private static void requireSendable(List<X509Certificate> chain) {
        int bytes = MESSAGE_BYTES;
        try {
            for (X509Certificate certificate : chain) {
                bytes += ENTRY_BYTES + certificate.getEncoded().length;
            }
        } catch (CertificateEncodingException unreadable) {
            throw new IllegalArgumentException("a certificate cannot be encoded", unreadable);
        }
        if (bytes > MAX_CHAIN_BYTES) {
            throw new IllegalArgumentException("the certificates of '"
                    + chain.get(0).getSubjectX500Principal() + "' need a Certificate message of " + bytes
                    + " bytes; a client takes " + MAX_CHAIN_BYTES + " by default");
        }
    }

    /**
     * Reads files in PEM, or PKCS#12 stores without a password; {@link IdentityFiles} also takes a password. Blocks: not for
     * a loop.
     *
     * @param certificates the leaf and its issuers, in any order
     * @param key the file of the private key, not encrypted; may be the same file
     * @throws dev.sennit.x509.pem.PemException if a file is unusable or they do not fit together; names the file
     */
    public static Identity read(Path certificates, Path key) {
        return IdentityFiles.of(certificates, key).read();
    }

    /** The private key. */
    public PrivateKey key() {
        return key;
    }

    /** The certificates to send: the leaf, then each one's issuer as far as known. 1 to 32. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The first certificate of the chain, the one of the key. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** The kind of key. */
    public KeyKind kind() {
        return kind;
    }

    /** Subject, kind of key and end of validity; never the key. */
    @Override
    public String toString() {
        return leaf().getSubjectX500Principal() + " (" + kind + ", until "
                + leaf().getNotAfter().toInstant() + ")";
    }
}
