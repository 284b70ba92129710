package dev.sennit.x509.trust;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.PSSParameterSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The signatures that are believed on certificates and revocation lists, whatever the configuration of the JDK says. */
final class SignatureRules {
    /** What is said of a signature that is not believed. */
    static final String WANTED = "wanted a signature with SHA-256 or stronger";

    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";

    /** Signatures over SHA-2 and SHA-3, of EdDSA and of ML-DSA; all that is not here is refused. */
    private static final Set<String> SIGNATURES = Set.of(
            "1.2.840.113549.1.1.14", // sha224WithRSAEncryption
            "1.2.840.113549.1.1.11", // sha256WithRSAEncryption
            "1.2.840.113549.1.1.12", // sha384WithRSAEncryption
            "1.2.840.113549.1.1.13", // sha512WithRSAEncryption
            "2.16.840.1.101.3.4.3.14", // RSA with SHA3-256
            "2.16.840.1.101.3.4.3.15", // RSA with SHA3-384
            "2.16.840.1.101.3.4.3.16", // RSA with SHA3-512
            "1.2.840.10045.4.3.1", // ecdsa-with-SHA224
            "1.2.840.10045.4.3.2", // ecdsa-with-SHA256
            "1.2.840.10045.4.3.3", // ecdsa-with-SHA384
            "1.2.840.10045.4.3.4", // ecdsa-with-SHA512
            "2.16.840.1.101.3.4.3.10", // ECDSA with SHA3-256
            "2.16.840.1.101.3.4.3.11", // ECDSA with SHA3-384
            "2.16.840.1.101.3.4.3.12", // ECDSA with SHA3-512
            "1.3.101.112", // Ed25519
            "1.3.101.113", // Ed448
            "2.16.840.1.101.3.4.3.17", // ML-DSA-44
            "2.16.840.1.101.3.4.3.18", // ML-DSA-65
            "2.16.840.1.101.3.4.3.19"); // ML-DSA-87

    private static final Set<String> PSS_HASHES =
            Set.of("SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512");

    private SignatureRules() {}

    /**
     * Returns whether a signature is believed.
     *
     * @param oid its algorithm
     * @param parameters those of the algorithm in DER, if it has some
     */
    static boolean isStrong(String oid, byte @Nullable [] parameters) {
        return oid.equals(RSASSA_PSS) ? isStrongPss(parameters) : SIGNATURES.contains(oid);
    }

    private static boolean isStrongPss(byte @Nullable [] encoded) {
        if (encoded == null) {
            return false; // The default is SHA-1 (RFC 4055, section 3.1).
        }
        try {
            return PSS_HASHES.contains(pss(encoded).getDigestAlgorithm());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Returns the parameters that a signature must be verified with, if its algorithm takes some. */
    static @Nullable PSSParameterSpec parameters(String oid, byte @Nullable [] encoded)
            throws GeneralSecurityException {
        return oid.equals(RSASSA_PSS) && encoded != null ? pss(encoded) : null;
    }

    private static PSSParameterSpec pss(byte[] encoded) throws GeneralSecurityException {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            return parameters.getParameterSpec(PSSParameterSpec.class);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
