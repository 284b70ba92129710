package dev.sennit.endpoint.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.x509.trust.CertificateRefusedException;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisingTrustTest {
    private final CertificateAuthority known = CertificateAuthority.create();
    private final Trust trust = new AdvisingTrust(Trust.of(known.certificate()), "clientCa", "client");

    @Test
    void advisesTheArgumentForAClientOfAnAuthorityForDevelopment(@TempDir Path folder) throws IOException {
        List<X509Certificate> chain = DevelopmentCerts.in(folder)
                .identity("me", CertificateSpec.client("me"))
                .issued()
                .chain();

        CertificateRefusedException refused =
                assertThrows(CertificateRefusedException.class, () -> trust.checkClient(chain));

        assertEquals(CertificateRefusedException.UNKNOWN_CA, refused.alert());
        assertTrue(
                String.valueOf(refused.getMessage())
                        .endsWith("; that is an authority for development, whose ca.pem is beside the client's"
                                + " certificate: clientCa=certs/ca.pem"),
                refused.getMessage());
    }

    @Test
    void addsNothingToOtherRefusals() {
        CertificateAuthority stranger = CertificateAuthority.create();
        for (List<X509Certificate> chain : List.of(
                stranger.issue(CertificateSpec.client("me")).chain(),
                known.issue(CertificateSpec.client("me").expired()).chain())) {
            CertificateRefusedException refused =
                    assertThrows(CertificateRefusedException.class, () -> trust.checkClient(chain));
            assertFalse(String.valueOf(refused.getMessage()).contains("clientCa"), refused.getMessage());
        }
        trust.checkClient(known.issue(CertificateSpec.client("me")).chain());
        assertEquals(List.of(known.certificate().getSubjectX500Principal()), trust.acceptedIssuers());
        assertFalse(trust.mayBlock());
    }
}
