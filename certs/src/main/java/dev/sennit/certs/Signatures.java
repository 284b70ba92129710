package dev.sennit.certs;

import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs with the providers of the JDK: none is registered, none made. */
final class Signatures {
    /** From this size on, a curve is used with SHA-384. */
    private static final int LARGE_CURVE_BITS = 384;

    private Signatures() {}

    static ContentSigner signer(PrivateKey key, boolean sha1) {
        String algorithm = algorithm(key, sha1);
        try {
            return new JcaContentSignerBuilder(algorithm).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("cannot sign with " + algorithm + ": " + e.getMessage(), e);
        }
    }

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
