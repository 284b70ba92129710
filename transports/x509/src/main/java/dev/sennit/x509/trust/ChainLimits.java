package dev.sennit.x509.trust;

import dev.sennit.x509.key.CertifiedKey;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * How much a peer may send to be judged.
 *
 * @param certificates the most certificates
 * @param bytes the most bytes that they have together
 */
record ChainLimits(int certificates, int bytes) {
    static final ChainLimits DEFAULT = new ChainLimits(CertifiedKey.MAX_CHAIN_LENGTH, CertifiedKey.MAX_CHAIN_BYTES);

    ChainLimits {
        if (certificates < 1 || bytes < 1) {
            throw new IllegalArgumentException("the limits of a chain must be 1 or more, not " + certificates
                    + " certificates and " + bytes + " bytes");
        }
    }

    void check(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.BAD_CERTIFICATE, "the peer sent no certificate");
        }
        if (chain.size() > certificates) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.BAD_CERTIFICATE,
                    "the peer sent " + chain.size() + " certificates; the limit is " + certificates);
        }
        int total = 0;
        for (X509Certificate certificate : chain) {
            total += encoded(certificate);
        }
        if (total > bytes) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.BAD_CERTIFICATE,
                    "the peer sent certificates of " + total + " bytes; the limit is " + bytes);
        }
    }

    private static int encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded().length;
        } catch (GeneralSecurityException e) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.BAD_CERTIFICATE, "a certificate cannot be encoded", e);
        }
    }
}
