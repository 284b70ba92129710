package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509CRL;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's example of certificates for tests. */
class CertificatesInMemoryTest {
    @Test
    void issuesWhatIsGoodAndWhatMustBeRefused() {
        CertificateAuthority authority = CertificateAuthority.create();
        IssuedCertificate good = authority.issue("localhost", "127.0.0.1");
        IssuedCertificate below = authority.intermediate("lower").issue("*.example.test");
        IssuedCertificate alice =
                authority.issue(CertificateSpec.client("alice").key(KeyAlgorithm.RSA_2048));

        IssuedCertificate expired =
                authority.issue(CertificateSpec.server("localhost").expired());
        IssuedCertificate unnamed =
                authority.issue(CertificateSpec.server("localhost").withoutNames());
        IssuedCertificate weak =
                authority.issue(CertificateSpec.server("localhost").key(KeyAlgorithm.RSA_1024));
        X509CRL revoked = authority.crl(good.certificate());

        assertEquals(2, below.chain().size());
        assertEquals(
                6,
                List.of(good, below, alice, expired, unnamed, weak).stream()
                        .map(IssuedCertificate::key)
                        .distinct()
                        .count());
        assertEquals(1, revoked.getRevokedCertificates().size());
    }
}
