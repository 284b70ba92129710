package dev.sennit.transport.tls.trust;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** What one certificate of a path must fulfil, whatever the configuration of the JDK says. */
final class CertificateRules {
    private static final int MIN_RSA_BITS = 2048;

    /** More only costs time: the peer would choose how much of ours. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int MIN_EC_BITS = 256;

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

    private static final int DIGITAL_SIGNATURE = 0;

    private final Usage usage;
    private final Instant now;

    CertificateRules(Usage usage, Instant now) {
        this.usage = usage;
        this.now = now;
    }

    /** Checks the first certificate; its signature only if somebody else has made it. */
    void checkLeaf(X509Certificate leaf, boolean trustedItself) {
        checkDates(leaf);
        checkKey(leaf);
        if (!trustedItself) {
            checkSignature(leaf);
        }
        checkPurpose(leaf);
        boolean[] keyUsage = leaf.getKeyUsage();
        if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
            throw refused(
                    CertificateRefused.UNSUPPORTED_CERTIFICATE,
                    leaf,
                    "may not sign a handshake: its key usage lacks digitalSignature");
        }
    }

    void checkIntermediate(X509Certificate authority) {
        checkDates(authority);
        checkKey(authority);
        checkSignature(authority);
        checkPurpose(authority);
    }

    /** Checks a root: its signature is its own affair. */
    void checkRoot(X509Certificate root) {
        checkDates(root);
        checkKey(root);
    }

    private void checkDates(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw refused(
                    CertificateRefused.CERTIFICATE_EXPIRED,
                    certificate,
                    "expired on " + until + "; it is now " + now.truncatedTo(ChronoUnit.SECONDS));
        }
        if (now.isBefore(from)) {
            throw refused(
                    CertificateRefused.CERTIFICATE_EXPIRED,
                    certificate,
                    "is not valid before " + from + "; it is now " + now.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private static void checkKey(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
                throw weak(
                        certificate,
                        "has an RSA key of " + bits + " bits; wanted " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
            }
            return;
        }
        if (key instanceof ECKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            if (bits < MIN_EC_BITS) {
                throw weak(certificate, "has an EC key of " + bits + " bits; wanted " + MIN_EC_BITS + " or more");
            }
            return;
        }
        String kind = key.getAlgorithm();
        if (!kind.startsWith("Ed") && !kind.startsWith("ML-DSA")) {
            throw weak(certificate, "has a key of the kind '" + Shown.text(kind) + "'; wanted RSA, EC or EdDSA");
        }
    }

    private static void checkSignature(X509Certificate certificate) {
        String oid = certificate.getSigAlgOID();
        boolean strong = oid.equals(RSASSA_PSS) ? isStrongPss(certificate) : SIGNATURES.contains(oid);
        if (!strong) {
            throw weak(
                    certificate,
                    "is signed with " + Shown.text(certificate.getSigAlgName()) + "; wanted a signature with SHA-256 or"
                            + " stronger");
        }
    }

    private static boolean isStrongPss(X509Certificate certificate) {
        byte[] encoded = certificate.getSigAlgParams();
        if (encoded == null) {
            return false; // The default is SHA-1 (RFC 4055, section 3.1).
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            return PSS_HASHES.contains(
                    parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        } catch (GeneralSecurityException | IOException e) {
            return false;
        }
    }

    private void checkPurpose(X509Certificate certificate) {
        List<String> purposes;
        try {
            purposes = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new CertificateRefused(
                    CertificateRefused.BAD_CERTIFICATE,
                    Shown.certificate(certificate) + " has an unreadable extended key usage",
                    e);
        }
        if (purposes != null && !purposes.contains(usage.oid()) && !purposes.contains(Usage.ANY)) {
            throw refused(
                    CertificateRefused.UNSUPPORTED_CERTIFICATE,
                    certificate,
                    "is not for " + usage.noun() + ": its extended key usage lacks " + usage.oid());
        }
    }

    private static CertificateRefused weak(X509Certificate certificate, String problem) {
        return refused(CertificateRefused.BAD_CERTIFICATE, certificate, problem);
    }

    private static CertificateRefused refused(int alert, X509Certificate certificate, String problem) {
        return new CertificateRefused(alert, Shown.certificate(certificate) + " " + problem);
    }
}
