package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.TlsServerProtocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that staples an OCSP response to its certificate if the client asks for one (RFC 6066, section 8). */
class StapledStatusTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final String NAME = "server.example";
    private static final CertificateStatus STATUS = new CertificateStatus(
            CertificateStatusType.ocsp, new OCSPResponse(new OCSPResponseStatus(OCSPResponseStatus.TRY_LATER), null));

    @ParameterizedTest
    @CsvSource({"bc, TLS_1_2", "bc, TLS_1_3", "jdk, TLS_1_2", "jdk, TLS_1_3"})
    void isTaken(String engine, TlsVersion version) throws IOException {
        boolean jdk = engine.equals("jdk");
        TlsClientConfig client = TlsClientConfig.of(NAME)
                .withTrust(Trust.of(AUTHORITY.certificate()))
                .withSettings(TlsSettings.DEFAULT
                        .withImplementation(jdk ? TlsImplementation.JDK : TlsImplementation.BOUNCY_CASTLE)
                        .withVersions(version, version));
        TlsEngines engines = jdk ? JdkEngines.client(client) : BouncyEngines.client(client);
        IssuedCertificate issued = AUTHORITY.issue(CertificateSpec.server(NAME));
        TlsServerProtocol server = new TlsServerProtocol();
        server.accept(new AnsweringServer(CertifiedKey.of(issued.key(), issued.chain()), version).withStatus(STATUS));
        EnginePair.End end = new EnginePair.End(engines);

        end.shakeHands(server);

        assertNotNull(end.session, () -> "" + end.failure);
    }
}
