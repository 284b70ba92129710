package dev.sennit.x509.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A private key and its certificate chain, the leaf first. Immutable.
 *
 * <p>The key belongs to the leaf, each further certificate has issued the one before it, TLS can use this kind of key, and an RSA
 * key has {@value #MIN_RSA_BITS} bits or more. The dates of the certificates are not checked: the peer judges them by its own
 * clock.
 */
public final class CertifiedKey {
    /** The smallest size of an RSA key, in bits. */
    public static final int MIN_RSA_BITS = 2048;

    /** The most certificates in a chain; a client accepts as many by default. */
    public static final int MAX_CHAIN_LENGTH = 32;

    /** The most bytes of the Certificate message of a chain, 128 KiB; a client accepts as many by default. */
    public static final int MAX_CHAIN_BYTES = 128 * 1024;

    /** Context and length of a Certificate message (RFC 8446, section 4.4.2). */
    private static final int MESSAGE_BYTES = 4;
    /** The two lengths of each of its entries. */
    private static final int ENTRY_BYTES = 5;

    /** Signed and verified to find out whether two keys belong together. */
    private static final byte[] PROBE =
            "sennit checks that a key fits its certificate".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final KeyKind kind;

    private CertifiedKey(PrivateKey key, List<X509Certificate> chain, KeyKind kind) {
        this.key = key;
        this.chain = chain;
        this.kind = kind;
    }

    /**
     * Returns a key with its certificates.
     *
     * @param key a key of any provider, also one that keeps its keys in hardware
     * @param certificates the leaf and its issuers, in any order; certificates that are no part of the leaf's chain are left out
     * @throws IllegalArgumentException if there is no certificate, none belongs to the key, TLS cannot use this kind of key, the
     *     key is too short, or the chain exceeds {@link #MAX_CHAIN_LENGTH} or {@link #MAX_CHAIN_BYTES}
     */
    public static CertifiedKey of(PrivateKey key, List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificate for the private key");
        }
        List<X509Certificate> chain = chain(leaf(key, certificates), certificates);
        X509Certificate leaf = chain.get(0);
        if (leaf.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("the RSA key of '" + leaf.getSubjectX500Principal() + "' has "
                    + rsa.getModulus().bitLength() + " bits; wanted " + MIN_RSA_BITS + " or more");
        }
        requireSendable(chain);
        return new CertifiedKey(key, chain, KeyKind.of(leaf.getPublicKey()));
    }

    /** Returns the certificate that belongs to the key. */
    private static X509Certificate leaf(PrivateKey key, List<X509Certificate> certificates) {
        RuntimeException unusable = null;
        for (X509Certificate certificate : certificates) {
            try {
                if (belongTogether(key, certificate.getPublicKey())) {
                    return certificate;
                }
            } catch (IllegalArgumentException e) {
                unusable = e;
            }
        }
        String subject = "'" + certificates.get(0).getSubjectX500Principal() + "'";
        throw new IllegalArgumentException(
                certificates.size() == 1
                        ? "the private key does not belong to the certificate " + subject
                        : "the private key belongs to none of the " + certificates.size()
                                + " certificates, the first of which is " + subject,
                unusable);
    }

    /** Compares the moduli of RSA keys that show theirs; else signs with one key and verifies with the other. */
    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        KeyKind kind = KeyKind.of(publicKey);
        if (publicKey instanceof RSAKey open && key instanceof RSAKey secret) {
            return open.getModulus().equals(secret.getModulus());
        }
        try {
            Signature signer = kind.proof();
            signer.initSign(key);
            signer.update(PROBE);
            Signature verifier = kind.proof();
            verifier.initVerify(publicKey);
            verifier.update(PROBE);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Returns the chain in the order in which it is sent: the leaf, then the issuer of each (RFC 8446, section 4.4.2). */
    private static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> certificates) {
        Set<X509Certificate> left = new LinkedHashSet<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(leaf);
        while (next.isPresent()) {
            if (chain.size() == MAX_CHAIN_LENGTH) {
                throw new IllegalArgumentException("the chain of '" + leaf.getSubjectX500Principal()
                        + "' is longer than " + MAX_CHAIN_LENGTH + " certificates");
            }
            X509Certificate last = next.get();
            chain.add(last);
            left.remove(last);
            next = left.stream().filter(other -> issued(other, last)).findFirst();
        }
        return List.copyOf(chain);
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
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
                    + " bytes; a client accepts " + MAX_CHAIN_BYTES + " by default");
        }
    }

    /**
     * Reads PEM files, or PKCS#12 stores without a password; {@link KeyFiles} also accepts a password. Blocks: must not be called
     * on a loop.
     *
     * @param certificates the leaf and its issuers, in any order
     * @param key the file of the private key, which is not encrypted; it may be the same file
     * @throws dev.sennit.x509.pem.PemException if a file is unusable, or the key does not belong to the certificate; the
     *     message names the file
     */
    public static CertifiedKey read(Path certificates, Path key) {
        return KeyFiles.of(certificates, key).read();
    }

    /** Returns the private key. */
    public PrivateKey key() {
        return key;
    }

    /** Returns the certificates to send, 1 to 32: the leaf, then the issuer of each certificate, as far as known. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** Returns the first certificate of the chain, which belongs to the key. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** Returns the kind of the key. */
    public KeyKind kind() {
        return kind;
    }

    /** Returns the subject, the kind of key and the end of validity, and never the key. */
    @Override
    public String toString() {
        return leaf().getSubjectX500Principal() + " (" + kind + ", until "
                + leaf().getNotAfter().toInstant() + ")";
    }
}
