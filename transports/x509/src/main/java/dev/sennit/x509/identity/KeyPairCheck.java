package dev.sennit.x509.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Tells whether a private and a public key belong together. */
final class KeyPairCheck {
    private static final byte[] TEXT =
            "sennit checks that a key fits its certificate".getBytes(StandardCharsets.US_ASCII);

    private KeyPairCheck() {}

    /** Compares the modulus where it is known; else signs with the one and verifies with the other, on any provider. */
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
