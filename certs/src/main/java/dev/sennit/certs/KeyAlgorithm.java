package dev.sennit.certs;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;

/** The algorithms and sizes of the keys that certificates are made for. */
public enum KeyAlgorithm {
    /** ECDSA on the curve P-256, the default: small, fast and supported by every implementation of TLS. */
    ECDSA_P256("EC", "secp256r1", 256),
    /** ECDSA on the curve P-384. */
    ECDSA_P384("EC", "secp384r1", 384),
    /** RSA of 2048 bits. */
    RSA_2048("RSA", "", 2048),
    /** RSA of 3072 bits; takes about a second to make. */
    RSA_3072("RSA", "", 3072),
    /** Ed25519 (RFC 8410); browsers refuse it in certificates. */
    ED25519("Ed25519", "", 255),
    /** RSA of 1024 bits, for tests of its refusal. */
    RSA_1024("RSA", "", 1024);

    private final String algorithm;
    private final String curve;
    private final int bits;

    KeyAlgorithm(String algorithm, String curve, int bits) {
        this.algorithm = algorithm;
        this.curve = curve;
        this.bits = bits;
    }

    /** Makes a new key pair with the JDK's own generator. */
    public KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve.isEmpty()) {
                generator.initialize(bits);
            } else {
                generator.initialize(new ECGenParameterSpec(curve), new SecureRandom());
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no keys of the algorithm " + this, e);
        }
    }

    /** Returns whether the key has this algorithm and size. */
    boolean isOf(PublicKey key) {
        if (key instanceof ECKey onCurve) {
            return algorithm.equals("EC") && onCurve.getParams().getOrder().bitLength() == bits;
        }
        if (key instanceof RSAKey rsa) {
            return algorithm.equals("RSA") && rsa.getModulus().bitLength() == bits;
        }
        return algorithm.equals("Ed25519")
                && key instanceof EdECKey edwards
                && edwards.getParams().getName().equals(algorithm);
    }
}
