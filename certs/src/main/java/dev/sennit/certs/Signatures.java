package dev.sennit.certs;

import java.security.Key;
import java.security.interfaces.ECKey;

/** The signature algorithms of keys. */
final class Signatures {
    /** From this size on, a curve is used with SHA-384. */
    private static final int LARGE_CURVE_BITS = 384;

    private Signatures() {}

    /**
     * Returns the name of the algorithm in {@link java.security.Signature}.
     *
     * @throws IllegalArgumentException if the key is none of ECDSA, RSA and Ed25519, or is Ed25519 and SHA-1 is wanted
     */
    static String algorithm(Key key, boolean sha1) {
        String hash = sha1 ? "SHA1" : "SHA256";
        if (key instanceof ECKey curve) {
            boolean large = curve.getParams().getCurve().getField().getFieldSize() >= LARGE_CURVE_BITS;
            return (large && !sha1 ? "SHA384" : hash) + "withECDSA";
        }
        if (key.getAlgorithm().equals("RSA")) {
            return hash + "withRSA";
        }
        if (key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519")) {
            if (sha1) {
                throw new IllegalArgumentException("an Ed25519 key cannot sign over SHA-1");
            }
            return "Ed25519";
        }
        throw new IllegalArgumentException("an authority signs with ECDSA, RSA or Ed25519, not " + key.getAlgorithm());
    }
}
