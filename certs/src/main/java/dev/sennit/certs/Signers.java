package dev.sennit.certs;

import java.security.PrivateKey;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs with the providers of the JDK: none is registered, none made. Certificates that are only read load neither this class
 * nor any of bcpkix.
 */
final class Signers {
    private Signers() {}

    /** Returns a signer with SHA-256 or the hash that fits a larger curve, or else with SHA-1. */
    static ContentSigner of(PrivateKey key, boolean sha1) {
        String algorithm = Signatures.algorithm(key, sha1);
        try {
            return new JcaContentSignerBuilder(algorithm).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("cannot sign with " + algorithm + ": " + e.getMessage(), e);
        }
    }
}
