package dev.sennit.integration.tls.programs;

import static dev.sennit.integration.tls.Engine.BC;
import static dev.sennit.integration.tls.Engine.JDK;
import static dev.sennit.tls.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
import static dev.sennit.tls.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;
import static dev.sennit.tls.TlsVersion.TLS_1_2;
import static dev.sennit.tls.TlsVersion.TLS_1_3;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.integration.tls.Alert;
import dev.sennit.integration.tls.ConnectionResult;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.LineClient;
import dev.sennit.integration.tls.LineServer;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Revocation;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our wording for the ways in which TLS fails. The other tests here compare the kind of a failure and its alert only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureMessagesIT {
    private static final String BY_JDK = "we ended the handshake: WORDS OF THE JDK";
    private static final int HANDSHAKE_RECORD = 22;

    private final OurTls ourTls = new OurTls();
    private final Keys keys;

    FailureMessagesIT(@TempDir Path folder) throws IOException {
        this.keys = new Keys(folder);
    }

    @AfterAll
    void shutDown() {
        ourTls.close();
    }

    /** What both sides of a connection that failed say. */
    private record Messages(String client, String server) {
        static Messages of(ConnectionResult client, ConnectionResult server) {
            return new Messages(message(client), message(server));
        }
    }

    /** Returns the message without the name of the peer, with DATE for every time, and without the words of the JDK. */
    private static String message(ConnectionResult result) {
        String message = result.failure().map(Throwable::getMessage).orElseGet(result::toString);
        return message.replaceFirst("^TLS( with [^:]+)?: ", "")
                .replaceFirst("^we ended the handshake: .*", BY_JDK)
                .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?( UTC|Z)?", "DATE");
    }

    private Messages connect(TlsClientConfig client, TlsServerConfig server) throws Exception {
        try (OurTls.Server serving = ourTls.serve("127.0.0.1", server, LineServer::new)) {
            OurTls.Client calling = ourTls.client(client);
            Deferred.Source<String> reply = new Deferred.Source<>();
            calling.connect(TcpAddress.loopback(serving.port()), transport -> new LineClient(transport, reply));
            return Messages.of(calling.next(), serving.next());
        }
    }

    private TlsClientConfig client(TlsSettings settings) {
        return TlsClientConfig.of("localhost").withTrust(keys.trust()).withSettings(settings);
    }

    private TlsServerConfig server(TlsSettings settings) {
        return TlsServerConfig.of(Keys.identity(keys.server())).withSettings(settings);
    }

    /** @param message of our client */
    record ReceivedAlert(Engine engine, Alert alert, String message) {}

    static List<ReceivedAlert> receivedAlerts() {
        Map<Alert, String> messages = Map.of(
                Alert.HANDSHAKE_FAILURE,
                "handshake_failure (40): it found no version, cipher suite or signature in common, or wants a"
                        + " certificate",
                Alert.BAD_CERTIFICATE,
                "bad_certificate (42): it wants a certificate of ours, and was shown none",
                Alert.UNKNOWN_CA,
                "unknown_ca (48): it wants a certificate of ours, and was shown none",
                Alert.ACCESS_DENIED,
                "access_denied (49)",
                Alert.DECODE_ERROR,
                "decode_error (50)",
                Alert.PROTOCOL_VERSION,
                "protocol_version (70): it speaks no version that we do",
                Alert.INTERNAL_ERROR,
                "internal_error (80)",
                Alert.CERTIFICATE_REQUIRED,
                "certificate_required (116): it wants a certificate of ours",
                Alert.NO_APPLICATION_PROTOCOL,
                "no_application_protocol (120): it speaks none of our application protocols");
        List<ReceivedAlert> all = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            messages.forEach((alert, message) -> all.add(
                    new ReceivedAlert(engine, alert, "the peer ended the handshake with the alert " + message)));
        }
        return all;
    }

    /** The server is a plain socket that sends an alert. */
    @ParameterizedTest
    @MethodSource("receivedAlerts")
    void anAlertOfTheServerIsNamedAndExplained(ReceivedAlert row) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OurTls.Client client = ourTls.client(client(row.engine.settings()));
            Deferred.Source<String> reply = new Deferred.Source<>();
            client.connect(TcpAddress.loopback(listener.getLocalPort()), transport -> new LineClient(transport, reply));
            try (Socket accepted = listener.accept()) {
                assertEquals(HANDSHAKE_RECORD, accepted.getInputStream().read());
                byte[] fatal = {21, 3, 3, 0, 2, 2, (byte) row.alert.number()};
                accepted.getOutputStream().write(fatal);

                assertEquals(row.message, message(client.next()));
            }
        }
    }

    /** @param server the message of our server, which receives the alert that our client sends */
    record RefusedServer(String flaw, IssuedCertificate certificate, String client, String server) {
        @Override
        public String toString() {
            return flaw;
        }
    }

    List<RefusedServer> refusedServers() {
        CertificateSpec good = CertificateSpec.server("localhost");
        String told = "the peer ended the handshake with the alert ";
        String notAccepted = ": it does not accept our certificate";
        return List.of(
                new RefusedServer(
                        "for another name",
                        keys.issue(CertificateSpec.server("else.test")),
                        "certificate 'CN=else.test' is for else.test; wanted localhost",
                        told + "certificate_unknown (46)" + notAccepted),
                new RefusedServer(
                        "for other names",
                        keys.issue(CertificateSpec.server("*.wild.test", "127.0.0.1")),
                        "certificate 'CN=*.wild.test' is for *.wild.test, 127.0.0.1; wanted localhost",
                        told + "certificate_unknown (46)" + notAccepted),
                new RefusedServer(
                        "without names",
                        keys.issue(good.withoutNames()),
                        "certificate 'CN=localhost' names no host as subject alternative name (the common name does not"
                                + " count); wanted localhost",
                        told + "certificate_unknown (46)" + notAccepted),
                new RefusedServer(
                        "expired",
                        keys.issue(good.expired()),
                        "certificate 'CN=localhost' expired on DATE; it is now DATE",
                        told + "certificate_expired (45): it takes our certificate for expired"),
                new RefusedServer(
                        "not yet valid",
                        keys.issue(good.notYetValid()),
                        "certificate 'CN=localhost' is not valid before DATE; it is now DATE",
                        told + "certificate_expired (45): it takes our certificate for expired"),
                new RefusedServer(
                        "for clients",
                        keys.issue(CertificateSpec.client("localhost", "localhost")),
                        "certificate 'CN=localhost' is not for a server: its extended key usage lacks"
                                + " 1.3.6.1.5.5.7.3.1",
                        told + "unsupported_certificate (43)"),
                new RefusedServer(
                        "signed over SHA-1",
                        keys.issue(good.signedWithSha1()),
                        "certificate 'CN=localhost' is signed with SHA1withECDSA; wanted a signature with SHA-256 or"
                                + " stronger",
                        told + "bad_certificate (42)" + notAccepted),
                new RefusedServer(
                        "of another authority",
                        keys.issueByAnother(good),
                        "certificate 'CN=localhost' has an unknown issuer, 'CN=Another CA'",
                        told + "unknown_ca (48): it does not know who issued our certificate"));
    }

    @ParameterizedTest
    @MethodSource("refusedServers")
    void aCertificateThatWeRefuseIsNamedWithTheReason(RefusedServer row) throws Exception {
        TlsServerConfig server =
                TlsServerConfig.of(Keys.identity(row.certificate)).withSettings(BC.settings());

        assertEquals(new Messages(row.client, row.server), connect(client(BC.settings()), server));
    }

    @Test
    void aCertificateThatIsRevokedIsNamed() throws Exception {
        IssuedCertificate revoked = keys.issue(CertificateSpec.server("localhost"));
        Revocation lists = Revocation.lists(Path.of(keys.revoke(revoked)));
        TlsClientConfig client = client(BC.settings())
                .withTrust(Trust.pem(Path.of(keys.file(Keys.CA))).withRevocation(lists));
        TlsServerConfig server = TlsServerConfig.of(Keys.identity(revoked)).withSettings(BC.settings());

        assertEquals(
                new Messages(
                        "certificate 'CN=localhost' was revoked on DATE (KEY_COMPROMISE)",
                        "the peer ended the handshake with the alert certificate_revoked (44): it takes our certificate"
                                + " for revoked"),
                connect(client, server));
    }

    /** @param server the message of our server */
    record RefusedClient(Engine engine, String server) {}

    static List<RefusedClient> refusedClients() {
        return List.of(
                new RefusedClient(BC, "the client showed no certificate, and one is needed"),
                new RefusedClient(JDK, "the peer showed no certificate, and must"));
    }

    @ParameterizedTest
    @MethodSource("refusedClients")
    void aClientWithoutACertificateIsToldApart(RefusedClient row) throws Exception {
        TlsServerConfig server = server(row.engine.settings()).withClients(ClientAuthentication.NEED, keys.trust());

        assertEquals(row.server, connect(client(BC.settings()), server).server);
    }

    @Test
    void aClientsCertificateThatWeRefuseIsNamedWithTheReason() throws Exception {
        TlsServerConfig server = server(BC.settings()).withClients(ClientAuthentication.NEED, keys.trust());
        IssuedCertificate mallory = keys.issueByAnother(CertificateSpec.client("mallory"));
        TlsClientConfig client = client(JDK.settings(TLS_1_2)).withKeys(KeySelector.of(Keys.identity(mallory)));

        assertEquals("certificate 'CN=mallory' has an unknown issuer, 'CN=Another CA'", connect(client, server).server);
    }

    /** @param server the message of our server */
    record NothingInCommon(
            String what,
            Engine engine,
            UnaryOperator<TlsSettings> client,
            UnaryOperator<TlsSettings> ours,
            String server) {
        @Override
        public String toString() {
            return what + " with " + engine;
        }
    }

    static List<NothingInCommon> nothingInCommon() {
        String ended = "we ended the handshake with the alert ";
        UnaryOperator<TlsSettings> onlyOld = settings -> settings.withVersions(TLS_1_2, TLS_1_2);
        UnaryOperator<TlsSettings> onlyNew = settings -> settings.withVersions(TLS_1_3, TLS_1_3);
        UnaryOperator<TlsSettings> news = settings -> settings.withAlpn("news/1");
        UnaryOperator<TlsSettings> chat = settings -> settings.withAlpn("chat/1", "http/1.1");
        UnaryOperator<TlsSettings> x25519 = settings -> onlyNew.apply(settings).withGroups(List.of(NamedGroup.X25519));
        UnaryOperator<TlsSettings> p256 = settings -> onlyNew.apply(settings).withGroups(List.of(NamedGroup.SECP256R1));
        UnaryOperator<TlsSettings> aes128 =
                settings -> onlyOld.apply(settings).withSuites(List.of(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
        UnaryOperator<TlsSettings> aes256 =
                settings -> onlyOld.apply(settings).withSuites(List.of(TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384));
        return List.of(
                new NothingInCommon(
                        "application protocols",
                        BC,
                        news,
                        chat,
                        ended + "no_application_protocol (120): the client speaks news/1, we chat/1, http/1.1"),
                new NothingInCommon("application protocols", JDK, news, chat, BY_JDK),
                new NothingInCommon(
                        "versions",
                        BC,
                        onlyOld,
                        onlyNew,
                        ended + "protocol_version (70): the client speaks at most TLS 1.2, we TLS 1.3"),
                new NothingInCommon("versions", JDK, onlyOld, onlyNew, BY_JDK),
                new NothingInCommon(
                        "cipher suites",
                        BC,
                        aes128,
                        aes256,
                        ended
                                + "handshake_failure (40): the client offers the cipher suites C02B, 00FF, of which we"
                                + " speak none"),
                new NothingInCommon("cipher suites", JDK, aes128, aes256, BY_JDK),
                new NothingInCommon(
                        "groups",
                        BC,
                        x25519,
                        p256,
                        ended + "handshake_failure (40): the client offers the groups 001D, of which we speak none:"
                                + " secp256r1"));
    }

    @ParameterizedTest
    @MethodSource("nothingInCommon")
    void whatBothOfferIsListed(NothingInCommon row) throws Exception {
        TlsClientConfig client = client(row.client.apply(BC.settings()));

        assertEquals(row.server, connect(client, server(row.ours.apply(row.engine.settings()))).server);
    }

    /**
     * A name for which our server has no certificate.
     *
     * @param name of the server; a client sends none if it is an address
     * @param message of our server, which has a certificate for one.test alone
     */
    record UnknownName(Engine engine, String name, String message) {}

    static List<UnknownName> unknownNames() {
        String ended = "we ended the handshake with the alert handshake_failure (40): ";
        String none = "there is no certificate for the name 'localhost' whose key the client can verify";
        String noneAtAll = "there is no certificate whose key the client can verify";
        return List.of(
                new UnknownName(BC, "localhost", ended + none),
                new UnknownName(BC, "127.0.0.1", ended + noneAtAll),
                new UnknownName(JDK, "localhost", none),
                new UnknownName(JDK, "127.0.0.1", noneAtAll));
    }

    @ParameterizedTest
    @MethodSource("unknownNames")
    void aNameWithoutACertificateIsNamed(UnknownName row) throws Exception {
        KeySelector identities = KeySelector.byName(
                Map.of("one.test", List.of(Keys.identity(keys.issue(CertificateSpec.server("one.test"))))));
        TlsServerConfig server = TlsServerConfig.of(identities).withSettings(row.engine.settings());

        TlsClientConfig client =
                TlsClientConfig.of(row.name).withTrust(keys.trust()).withSettings(BC.settings());
        assertEquals(row.message, connect(client, server).server);
    }

    /** @param message of our server */
    record FirstBytes(Engine engine, OldHello hello, String message) {}

    static List<FirstBytes> firstBytes() {
        String noTls = "the peer speaks no TLS: it began with ";
        List<FirstBytes> all = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            all.addAll(List.of(
                    new FirstBytes(engine, OldHello.SSL_2, noTls + "80 22 01 03 00 00 09 00"),
                    new FirstBytes(engine, OldHello.HTTP, noTls + "'GET / HT'"),
                    new FirstBytes(engine, OldHello.TEXT, noTls + "'hello\\r\\n'")));
        }
        all.add(new FirstBytes(
                BC,
                OldHello.SSL_3,
                "we ended the handshake with the alert protocol_version (70): the client speaks at most SSL 3.0, we TLS"
                        + " 1.3, TLS 1.2"));
        all.add(new FirstBytes(JDK, OldHello.SSL_3, BY_JDK));
        return all;
    }

    @ParameterizedTest
    @MethodSource("firstBytes")
    void firstBytesThatAreNoTlsAreShown(FirstBytes row) throws Exception {
        try (OurTls.Server serving = ourTls.serve("127.0.0.1", server(row.engine.settings()), LineServer::new)) {
            String unused = row.hello.send(serving.port());

            assertEquals(row.message, message(serving.next()));
        }
    }

    /** OpenSSL's client renegotiates when it reads the letter R. */
    @Test
    @NeedsPeer("openssl")
    void aRenegotiationIsRefused(Peers peers) throws Exception {
        Peer programs = peers.start("openssl");
        try (OurTls.Server serving =
                ourTls.serve(peers.testInterface(), server(JDK.settings(TLS_1_2)), LineServer::new)) {
            var unused = programs.exec(
                    "sh",
                    "-c",
                    "(sleep 0.5; echo R; sleep 2) | openssl s_client -connect " + peers.testHost() + ":"
                            + serving.port());

            assertEquals(
                    "the peer wants to negotiate anew, which is not done here (RFC 5746)", message(serving.next()));
        }
    }
}
