package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a side says of a handshake that the other has refused: nothing that is not so. */
class RefusalTextsTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final String NAME = "server.example";

    private static CertifiedKey identity(CertificateAuthority authority, CertificateSpec spec) {
        IssuedCertificate issued = authority.issue(spec);
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    private static TlsSettings settings(String engine, TlsVersion version) {
        return TlsSettings.DEFAULT
                .withImplementation(engine.equals("bc") ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK)
                .withVersions(version, version);
    }

    private static TlsFailedException refused(
            String engine, TlsClientConfig client, String serverEngine, TlsServerConfig server) {
        TlsEngines clients = engine.equals("bc") ? BouncyEngines.client(client) : JdkEngines.client(client);
        TlsEngines servers = serverEngine.equals("bc") ? BouncyEngines.server(server) : JdkEngines.server(server);
        EnginePair pair = new EnginePair(clients, servers).shakeHands(1 << 20);
        return assertInstanceOf(TlsFailedException.class, pair.client.failure);
    }

    @ParameterizedTest(name = "{0} client, {1} server, {2}")
    @CsvSource({
        "bc,  bc,  TLS_1_2, it wants a certificate of ours|or wants a certificate",
        "bc,  bc,  TLS_1_3, it wants a certificate of ours",
        "bc,  jdk, TLS_1_2, 'it wants a certificate of ours, and was shown none'",
        "bc,  jdk, TLS_1_3, 'it wants a certificate of ours, and was shown none'",
        "jdk, jdk, TLS_1_2, 'it wants a certificate of ours, and was shown none'",
        "jdk, jdk, TLS_1_3, 'it wants a certificate of ours, and was shown none'",
        "jdk, bc,  TLS_1_3, it wants a certificate of ours",
    })
    void whoShowedNoCertificateIsNotToldThatItWasNotAccepted(
            String client, String server, TlsVersion version, String said) {
        TlsFailedException failure = refused(
                client,
                TlsClientConfig.of(NAME)
                        .withTrust(Trust.of(AUTHORITY.certificate()))
                        .withSettings(settings(client, version)),
                server,
                TlsServerConfig.of(identity(AUTHORITY, CertificateSpec.server(NAME)))
                        .withClients(ClientAuthentication.NEED, Trust.of(AUTHORITY.certificate()))
                        .withSettings(settings(server, version)));

        assertEquals(Kind.REFUSED_BY_PEER, failure.kind());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.matches(".*(" + said + ")"), message);
    }

    @ParameterizedTest(name = "{0} client, {1} server, {2}")
    @CsvSource({
        "bc,  bc,  TLS_1_2",
        "bc,  bc,  TLS_1_3",
        "bc,  jdk, TLS_1_3",
        "jdk, jdk, TLS_1_2",
        "jdk, jdk, TLS_1_3",
        "jdk, bc,  TLS_1_3"
    })
    void whoShowedAnUnknownOneIsToldSo(String client, String server, TlsVersion version) {
        CertifiedKey stranger = identity(CertificateAuthority.create(), CertificateSpec.client("stranger"));
        TlsFailedException failure = refused(
                client,
                TlsClientConfig.of(NAME)
                        .withTrust(Trust.of(AUTHORITY.certificate()))
                        .withKeys(KeySelector.of(stranger))
                        .withSettings(settings(client, version)),
                server,
                TlsServerConfig.of(identity(AUTHORITY, CertificateSpec.server(NAME)))
                        .withClients(ClientAuthentication.NEED, Trust.of(AUTHORITY.certificate()))
                        .withSettings(settings(server, version)));

        String message = String.valueOf(failure.getMessage());
        String said = server.equals("bc")
                ? "(48): it does not know who issued our certificate"
                : "(46): it does not accept our certificate";
        assertTrue(message.endsWith(said), message);
    }

    @Test
    void aServerSaysOnlyWhatAnOldClientHasOffered() {
        EnginePair pair = new EnginePair(
                        BouncyEngines.client(TlsClientConfig.of(NAME)
                                .withTrust(Trust.of(AUTHORITY.certificate()))
                                .withSettings(settings("bc", TlsVersion.TLS_1_2))),
                        BouncyEngines.server(TlsServerConfig.of(identity(AUTHORITY, CertificateSpec.server(NAME)))
                                .withSettings(settings("bc", TlsVersion.TLS_1_3))))
                .shakeHands(1 << 20);

        TlsFailedException failure = assertInstanceOf(TlsFailedException.class, pair.server.failure);
        assertEquals(
                "TLS: we ended the handshake with the alert protocol_version (70): the client speaks at most TLS 1.2,"
                        + " we TLS 1.3",
                failure.getMessage());
    }

    @Test
    void aServerRepeatsTheListOfANewClient() {
        EnginePair pair = new EnginePair(
                        BouncyEngines.client(TlsClientConfig.of(NAME)
                                .withTrust(Trust.of(AUTHORITY.certificate()))
                                .withSettings(settings("bc", TlsVersion.TLS_1_3))),
                        BouncyEngines.server(TlsServerConfig.of(identity(AUTHORITY, CertificateSpec.server(NAME)))
                                .withSettings(settings("bc", TlsVersion.TLS_1_2))))
                .shakeHands(1 << 20);

        TlsFailedException failure = assertInstanceOf(TlsFailedException.class, pair.server.failure);
        assertTrue(
                String.valueOf(failure.getMessage()).endsWith("the client speaks TLS 1.3, we TLS 1.2"),
                failure::getMessage);
    }
}
