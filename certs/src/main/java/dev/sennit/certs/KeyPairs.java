package dev.sennit.certs;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Public and private keys that belong together. */
final class KeyPairs {
    private static final byte[] PROBE = {'S', 'e', 'n', 'n', 'i', 't'};

    private KeyPairs() {}

    /** Says whether what the one key signs, the other verifies. */
    static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        try {
            String algorithm = Signatures.algorithm(privateKey, false);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(PROBE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
