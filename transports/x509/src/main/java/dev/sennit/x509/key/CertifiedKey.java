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
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
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
        List<X509Certificate> chain = ChainOrder.of(key, certificates);
        X509Certificate leaf = chain.get(0);
        if (leaf.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("the RSA key of '" + leaf.getSubjectX500Principal() + "' has "
                    + rsa.getModulus().bitLength() + " bits; wanted " + MIN_RSA_BITS + " or more");
        }
        requireSendable(chain);
        return new CertifiedKey(key, chain, KeyKind.of(leaf.getPublicKey()));
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

    /** Puts certificates in the order in which they are sent: the leaf, then the issuer of each (RFC 8446, section 4.4.2). */
    private static final class ChainOrder {
        private final Set<X509Certificate> left;
        private final List<X509Certificate> chain = new ArrayList<>();

        private ChainOrder(List<X509Certificate> certificates) {
            left = new LinkedHashSet<>(certificates);
        }

        /**
         * Returns the chain of the certificate that belongs to the key, without the certificates that are no part of it.
         *
         * @throws IllegalArgumentException if no certificate belongs to the key, or the chain is too long
         */
        static List<X509Certificate> of(PrivateKey key, List<X509Certificate> certificates) {
            return new ChainOrder(certificates).from(leaf(key, certificates));
        }

        private static X509Certificate leaf(PrivateKey key, List<X509Certificate> certificates) {
            RuntimeException unusable = null;
            for (X509Certificate certificate : certificates) {
                try {
                    if (KeyPairCheck.fits(key, certificate.getPublicKey())) {
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
                                    + " certificates, the first of" + " which is " + subject,
                    unusable);
        }

        private List<X509Certificate> from(X509Certificate leaf) {
            Optional<X509Certificate> next = Optional.of(leaf);
            while (next.isPresent()) {
                if (chain.size() == CertifiedKey.MAX_CHAIN_LENGTH) {
                    throw new IllegalArgumentException("the chain of '" + leaf.getSubjectX500Principal()
                            + "' is longer than " + CertifiedKey.MAX_CHAIN_LENGTH + " certificates");
                }
                chain.add(next.get());
                left.remove(next.get());
                next = issuer(next.get());
            }
            return List.copyOf(chain);
        }

        private Optional<X509Certificate> issuer(X509Certificate certificate) {
            return left.stream().filter(other -> issued(other, certificate)).findFirst();
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

        /** Checks whether a private and a public key belong together. */
        private static final class KeyPairCheck {
            private static final byte[] TEXT =
                    "sennit checks that a key fits its certificate".getBytes(StandardCharsets.US_ASCII);

            private KeyPairCheck() {}

            /** Compares the moduli of RSA keys that show theirs; else signs with one key and verifies with the other. */
            static boolean fits(PrivateKey key, PublicKey publicKey) {
                KeyKind kind = KeyKind.of(publicKey);
                if (publicKey instanceof RSAKey open && key instanceof RSAKey secret) {
                    return open.getModulus().equals(secret.getModulus());
                }
                try {
                    Signature signer = signature(kind);
                    signer.initSign(key);
                    signer.update(TEXT);
                    Signature verifier = signature(kind);
                    verifier.initVerify(publicKey);
                    verifier.update(TEXT);
                    return verifier.verify(signer.sign());
                } catch (GeneralSecurityException e) {
                    return false;
                }
            }

            private static Signature signature(KeyKind kind) throws GeneralSecurityException {
                Signature signature = Signature.getInstance(kind.proof());
                if (kind == KeyKind.RSA_PSS) {
                    signature.setParameter(new PSSParameterSpec(
                            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC));
                }
                return signature;
            }
        }
    }
}
