package dev.sennit.x509.trust;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;

/** The rules for a single certificate of a path, however the JDK is configured. */
final class CertificateRules {
    private static final int MIN_RSA_BITS = 2048;

    /** A longer key only costs time, and the peer would choose how much of it. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int MIN_EC_BITS = 256;

    private static final int DIGITAL_SIGNATURE = 0;

    private final Usage usage;
    private final Instant now;

    CertificateRules(Usage usage, Instant now) {
        this.usage = usage;
        this.now = now;
    }

    /** Checks the first certificate; its signature only if it is not trusted itself. */
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
                    CertificateRefusedException.UNSUPPORTED_CERTIFICATE,
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

    /** Checks a root, but not its signature, which it has made itself. */
    void checkRoot(X509Certificate root) {
        checkDates(root);
        checkKey(root);
    }

    private void checkDates(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw refused(
                    CertificateRefusedException.CERTIFICATE_EXPIRED,
                    certificate,
                    "expired on " + until + "; it is now " + PrintableText.time(now));
        }
        if (now.isBefore(from)) {
            throw refused(
                    CertificateRefusedException.CERTIFICATE_EXPIRED,
                    certificate,
                    "is not valid before " + from + "; it is now " + PrintableText.time(now));
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
            throw weak(
                    certificate, "has a key of the kind '" + PrintableText.text(kind) + "'; wanted RSA, EC or EdDSA");
        }
    }

    private static void checkSignature(X509Certificate certificate) {
        if (!SignatureRules.isStrong(certificate.getSigAlgOID(), certificate.getSigAlgParams())) {
            throw weak(
                    certificate,
                    "is signed with " + PrintableText.text(certificate.getSigAlgName()) + "; " + SignatureRules.WANTED);
        }
    }

    private void checkPurpose(X509Certificate certificate) {
        List<String> purposes;
        try {
            purposes = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.BAD_CERTIFICATE,
                    PrintableText.certificate(certificate) + " has an unreadable extended key usage",
                    e);
        }
        if (purposes != null && !purposes.contains(usage.oid()) && !purposes.contains(Usage.ANY)) {
            throw refused(
                    CertificateRefusedException.UNSUPPORTED_CERTIFICATE,
                    certificate,
                    "is not for " + usage.noun() + ": its extended key usage lacks " + usage.oid());
        }
    }

    private static CertificateRefusedException weak(X509Certificate certificate, String problem) {
        return refused(CertificateRefusedException.BAD_CERTIFICATE, certificate, problem);
    }

    private static CertificateRefusedException refused(int alert, X509Certificate certificate, String problem) {
        return new CertificateRefusedException(alert, PrintableText.certificate(certificate) + " " + problem);
    }

    /** The purpose that the certificate of a peer must allow. */
    enum Usage {
        SERVER("1.3.6.1.5.5.7.3.1", "a server"),
        CLIENT("1.3.6.1.5.5.7.3.2", "a client");

        /** Any purpose. */
        static final String ANY = "2.5.29.37.0";

        private final String oid;
        private final String noun;

        Usage(String oid, String noun) {
            this.oid = oid;
            this.noun = noun;
        }

        /** The key purpose of RFC 5280, section 4.2.1.12. */
        String oid() {
            return oid;
        }

        /** The peer that has such a certificate. */
        String noun() {
            return noun;
        }
    }
}
