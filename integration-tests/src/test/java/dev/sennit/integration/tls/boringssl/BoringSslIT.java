package dev.sennit.integration.tls.boringssl;

import static dev.sennit.integration.tls.Alert.BAD_CERTIFICATE;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_REQUIRED;
import static dev.sennit.integration.tls.Alert.HANDSHAKE_FAILURE;
import static dev.sennit.integration.tls.Alert.INTERNAL_ERROR;
import static dev.sennit.integration.tls.Alert.NO_APPLICATION_PROTOCOL;
import static dev.sennit.integration.tls.Alert.UNKNOWN_CA;
import static dev.sennit.integration.tls.Engine.BC;
import static dev.sennit.integration.tls.Engine.JDK;
import static dev.sennit.integration.tls.Outcome.agreed;
import static dev.sennit.integration.tls.Outcome.failed;
import static dev.sennit.integration.tls.Outcome.refused;
import static dev.sennit.integration.tls.Outcome.refusedWhenDone;
import static dev.sennit.tls.TlsVersion.TLS_1_2;
import static dev.sennit.tls.TlsVersion.TLS_1_3;
import static dev.sennit.transport.error.TlsFailedException.Kind.CERTIFICATE;
import static dev.sennit.transport.error.TlsFailedException.Kind.NOTHING_IN_COMMON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.LineClient;
import dev.sennit.integration.tls.LineServer;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.integration.tls.boringssl.BoringSslMeeting.Caller;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.x509.key.KeySelector;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * BoringSSL calls our servers and is called by our clients. It speaks ML-KEM, which no program of Debian's does. {@link
 * BoringSslGroupsIT} has the groups.
 */
class BoringSslIT extends BoringSslTests {
    private static final String CHAT = "chat/1";
    private static final String NEWS = "news/1";
    private static final String MEBIBYTE = "0123456789abcdef".repeat(1 << 16);

    private final IssuedCertificate alice;
    private final IssuedCertificate mallory;

    BoringSslIT(@TempDir Path folder) throws IOException {
        super(folder);
        this.alice = keys.issue(CertificateSpec.client("alice"));
        this.mallory = keys.issueByAnother(CertificateSpec.client("mallory"));
    }

    /** The outcome for our side, whose peer shows a certificate for localhost if it is the server. */
    private static Outcome.Agreed good(Caller caller, TlsVersion version) {
        return caller == Caller.OUR_CLIENT ? agreed(version).with("localhost") : agreed(version);
    }

    /** The name in the certificate that BoringSSL is shown: our server's, if BoringSSL calls. */
    private static Optional<String> ourName(Caller caller) {
        return caller == Caller.BORING_SSL ? Optional.of("localhost") : Optional.empty();
    }

    record Handshake(Engine engine, TlsVersion version, KeyAlgorithm key, Caller caller) {}

    static List<Handshake> handshakes() {
        List<Handshake> all = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                for (KeyAlgorithm key : List.of(KeyAlgorithm.RSA_2048, KeyAlgorithm.ECDSA_P256)) {
                    all.add(new Handshake(engine, version, key, Caller.BORING_SSL));
                    all.add(new Handshake(engine, version, key, Caller.OUR_CLIENT));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void bothSpeakInEachVersionWithEachKindOfKey(Handshake row) throws Exception {
        TlsSettings settings = row.engine.settings(row.version);

        BoringSslMeeting meeting = row.caller == Caller.BORING_SSL
                ? theyCall(
                        theirClient(row.version).build(),
                        TlsServerConfig.of(Keys.identity(keys.server(row.key))).withSettings(settings))
                : weCall(theirServer(row.key, row.version).build(), ourClient().withSettings(settings));

        meeting.assertReply(row.caller, LineClient.LINE)
                .assertTheirs(row.engine, row.version, Optional.empty(), ourName(row.caller))
                .assertOurs(good(row.caller, row.version))
                .assertOurGroup(row.engine, row.version);
    }

    record Ed25519Key(Engine engine, TlsVersion version, Outcome expected) {}

    /** SunJSSE does not say which alert it has sent in TLS 1.3. */
    static List<Ed25519Key> ed25519Keys() {
        Outcome none = failed(NOTHING_IN_COMMON, HANDSHAKE_FAILURE);
        return List.of(
                new Ed25519Key(BC, TLS_1_2, none),
                new Ed25519Key(BC, TLS_1_3, none),
                new Ed25519Key(JDK, TLS_1_2, none),
                new Ed25519Key(JDK, TLS_1_3, failed(NOTHING_IN_COMMON)));
    }

    @ParameterizedTest
    @MethodSource("ed25519Keys")
    void theyTakeNoKeyOfEd25519(Ed25519Key row) throws Exception {
        TlsServerConfig server = TlsServerConfig.of(Keys.identity(keys.server(KeyAlgorithm.ED25519)))
                .withSettings(row.engine.settings(row.version));

        theyCall(theirClient(row.version).build(), server)
                .assertOurs(row.expected)
                .assertTheirError("SSLV3_ALERT_HANDSHAKE_FAILURE");
    }

    record Bulk(TlsVersion version, Caller caller) {}

    static List<Bulk> bulks() {
        return List.of(
                new Bulk(TLS_1_2, Caller.BORING_SSL),
                new Bulk(TLS_1_2, Caller.OUR_CLIENT),
                new Bulk(TLS_1_3, Caller.BORING_SSL),
                new Bulk(TLS_1_3, Caller.OUR_CLIENT));
    }

    @ParameterizedTest
    @MethodSource("bulks")
    void muchComesThroughBothWays(Bulk row) throws Exception {
        TlsSettings settings = BC.settings(row.version);

        BoringSslMeeting meeting = row.caller == Caller.BORING_SSL
                ? theyCall(theirClient(row.version).build(), ourServer().withSettings(settings), MEBIBYTE)
                : weCall(theirServer(row.version).build(), ourClient().withSettings(settings), MEBIBYTE);

        meeting.assertReply(row.caller, MEBIBYTE);
    }

    /** The certificate that a client has; mallory's is of an authority that the server does not know. */
    enum Shown {
        ALICE,
        NONE,
        MALLORY
    }

    /** @param error how the first error of BoringSSL ends; empty if there is none */
    record ClientCertificate(Engine engine, TlsVersion version, Shown certificate, String error, Outcome expected) {}

    /**
     * A server that names the authorities it trusts is shown no certificate of another one; the JDK's engine names none,
     * and does not say which alert it has sent in TLS 1.3.
     */
    static List<ClientCertificate> theirCertificates() {
        Outcome missing12 = failed(CERTIFICATE, HANDSHAKE_FAILURE);
        Outcome missing13 = failed(CERTIFICATE, CERTIFICATE_REQUIRED);
        Outcome missingByJdk = failed(CERTIFICATE, BAD_CERTIFICATE);
        Outcome unknown = failed(CERTIFICATE, UNKNOWN_CA);
        Outcome named12 = agreed(TLS_1_2).with("alice");
        Outcome named13 = agreed(TLS_1_3).with("alice");
        return List.of(
                new ClientCertificate(BC, TLS_1_2, Shown.ALICE, "", named12),
                new ClientCertificate(BC, TLS_1_2, Shown.NONE, "HANDSHAKE_FAILURE", missing12),
                new ClientCertificate(BC, TLS_1_2, Shown.MALLORY, "HANDSHAKE_FAILURE", missing12),
                new ClientCertificate(BC, TLS_1_3, Shown.ALICE, "", named13),
                new ClientCertificate(BC, TLS_1_3, Shown.NONE, "CERTIFICATE_REQUIRED", missing13),
                new ClientCertificate(BC, TLS_1_3, Shown.MALLORY, "CERTIFICATE_REQUIRED", missing13),
                new ClientCertificate(JDK, TLS_1_2, Shown.ALICE, "", named12),
                new ClientCertificate(JDK, TLS_1_2, Shown.NONE, "BAD_CERTIFICATE", missingByJdk),
                new ClientCertificate(JDK, TLS_1_2, Shown.MALLORY, "CERTIFICATE_UNKNOWN", unknown),
                new ClientCertificate(JDK, TLS_1_3, Shown.ALICE, "", named13),
                new ClientCertificate(JDK, TLS_1_3, Shown.NONE, "BAD_CERTIFICATE", failed(CERTIFICATE)),
                new ClientCertificate(JDK, TLS_1_3, Shown.MALLORY, "CERTIFICATE_UNKNOWN", unknown));
    }

    /** In TLS 1.3 the client is done, and has agreed, before our server has seen its certificate. */
    @ParameterizedTest
    @MethodSource("theirCertificates")
    void theyShowWhoTheyAre(ClientCertificate row) throws Exception {
        SslContextBuilder client = theirClient(row.version);
        shown(row.certificate)
                .ifPresent(shown -> client.keyManager(shown.key(), shown.chain().toArray(X509Certificate[]::new)));
        TlsServerConfig server = ourServer()
                .withSettings(row.engine.settings(row.version))
                .withClients(ClientAuthentication.NEED, keys.trust());

        BoringSslMeeting meeting = theyCall(client.build(), server).assertOurs(row.expected);

        boolean isAgreed = row.error.isEmpty() || row.version == TLS_1_3;
        assertEquals(isAgreed, meeting.theirs().agreed().isPresent(), meeting::toString);
        if (isAgreed) {
            meeting.assertTheirs(row.engine, row.version, Optional.empty(), Optional.of("localhost"));
        }
        if (row.error.isEmpty()) {
            meeting.assertReply(Caller.BORING_SSL, LineClient.LINE).assertOurGroup(row.engine, row.version);
        } else {
            meeting.assertTheirError(row.error);
        }
    }

    private Optional<IssuedCertificate> shown(Shown certificate) {
        return switch (certificate) {
            case ALICE -> Optional.of(alice);
            case NONE -> Optional.empty();
            case MALLORY -> Optional.of(mallory);
        };
    }

    /** For a certificate of another authority Netty has BoringSSL send internal_error. */
    static List<ClientCertificate> ourCertificates() {
        String missing = "PEER_DID_NOT_RETURN_A_CERTIFICATE";
        String unknown = "unable to find valid certification path to requested target";
        List<ClientCertificate> all = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            all.addAll(List.of(
                    new ClientCertificate(engine, TLS_1_2, Shown.ALICE, "", good(Caller.OUR_CLIENT, TLS_1_2)),
                    new ClientCertificate(engine, TLS_1_2, Shown.NONE, missing, refused(HANDSHAKE_FAILURE)),
                    new ClientCertificate(engine, TLS_1_2, Shown.MALLORY, unknown, refused(INTERNAL_ERROR)),
                    new ClientCertificate(engine, TLS_1_3, Shown.ALICE, "", good(Caller.OUR_CLIENT, TLS_1_3)),
                    new ClientCertificate(engine, TLS_1_3, Shown.NONE, missing, refusedWhenDone(CERTIFICATE_REQUIRED)),
                    new ClientCertificate(engine, TLS_1_3, Shown.MALLORY, unknown, refusedWhenDone(INTERNAL_ERROR))));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("ourCertificates")
    void weShowWhoWeAre(ClientCertificate row) throws Exception {
        SslContext server = theirServer(row.version)
                .trustManager(keys.authority())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        TlsClientConfig anonymous = ourClient().withSettings(row.engine.settings(row.version));
        TlsClientConfig client = shown(row.certificate)
                .map(shown -> anonymous.withKeys(KeySelector.of(Keys.identity(shown))))
                .orElse(anonymous);

        BoringSslMeeting meeting = weCall(server, client).assertOurs(row.expected);

        if (row.error.isEmpty()) {
            meeting.assertReply(Caller.OUR_CLIENT, LineClient.LINE)
                    .assertTheirs(row.engine, row.version, Optional.empty(), Optional.of("alice"))
                    .assertOurGroup(row.engine, row.version);
        } else {
            meeting.assertTheirError(row.error);
        }
    }

    record ApplicationProtocol(Engine engine, TlsVersion version, Caller caller, String theirs) {}

    static List<ApplicationProtocol> applicationProtocols() {
        List<ApplicationProtocol> all = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                all.add(new ApplicationProtocol(engine, version, Caller.BORING_SSL, CHAT));
                all.add(new ApplicationProtocol(engine, version, Caller.BORING_SSL, NEWS));
                all.add(new ApplicationProtocol(engine, version, Caller.OUR_CLIENT, CHAT));
                all.add(new ApplicationProtocol(engine, version, Caller.OUR_CLIENT, NEWS));
            }
        }
        return all;
    }

    /** We speak chat/0 and chat/1. Where BoringSSL serves another protocol, Netty has it go on without any. */
    @ParameterizedTest
    @MethodSource("applicationProtocols")
    void bothAgreeOnAnApplicationProtocol(ApplicationProtocol row) throws Exception {
        TlsSettings settings = row.engine.settings(row.version).withAlpn("chat/0", CHAT);
        ApplicationProtocolConfig theirs = new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                row.theirs);

        BoringSslMeeting meeting = row.caller == Caller.BORING_SSL
                ? theyCall(
                        theirClient(row.version)
                                .applicationProtocolConfig(theirs)
                                .build(),
                        ourServer().withSettings(settings))
                : weCall(
                        theirServer(row.version)
                                .applicationProtocolConfig(theirs)
                                .build(),
                        ourClient().withSettings(settings));

        if (row.theirs.equals(NEWS) && row.caller == Caller.BORING_SSL) {
            meeting.assertOurs(failed(NOTHING_IN_COMMON, NO_APPLICATION_PROTOCOL))
                    .assertTheirError("TLSV1_ALERT_NO_APPLICATION_PROTOCOL");
            return;
        }
        Optional<String> common = Optional.of(row.theirs).filter(CHAT::equals);
        Outcome.Agreed good = good(row.caller, row.version);
        meeting.assertReply(row.caller, LineClient.LINE)
                .assertTheirs(row.engine, row.version, common, ourName(row.caller))
                .assertOurs(common.map(good::on).orElse(good))
                .assertOurGroup(row.engine, row.version);
    }

    record Resumption(Engine engine, TlsVersion version, Caller caller, boolean isResumed) {}

    /** BouncyCastle's engine resumes no session of TLS 1.3. */
    static List<Resumption> resumptions() {
        return List.of(
                new Resumption(BC, TLS_1_2, Caller.BORING_SSL, true),
                new Resumption(BC, TLS_1_2, Caller.OUR_CLIENT, true),
                new Resumption(BC, TLS_1_3, Caller.BORING_SSL, false),
                new Resumption(BC, TLS_1_3, Caller.OUR_CLIENT, false),
                new Resumption(JDK, TLS_1_2, Caller.BORING_SSL, true),
                new Resumption(JDK, TLS_1_2, Caller.OUR_CLIENT, true),
                new Resumption(JDK, TLS_1_3, Caller.BORING_SSL, true),
                new Resumption(JDK, TLS_1_3, Caller.OUR_CLIENT, true));
    }

    @ParameterizedTest
    @MethodSource("resumptions")
    void sessionsAreTakenUpAgain(Resumption row) throws Exception {
        TlsSettings settings = row.engine.settings(row.version);
        if (row.caller == Caller.BORING_SSL) {
            SslContext client = theirClient(row.version).build();
            try (OurTls.Server server =
                    ourTls.serve("127.0.0.1", ourServer().withSettings(settings), LineServer::new)) {
                check(row, theyCall(client, server, LineClient.LINE), false);
                check(row, theyCall(client, server, LineClient.LINE), row.isResumed);
            }
        } else {
            OurTls.Client client = ourTls.client(ourClient().withSettings(settings));
            try (BoringSsl.Server server = boring.serve(theirServer(row.version).build())) {
                check(row, weCall(server, client, LineClient.LINE), false);
                check(row, weCall(server, client, LineClient.LINE), row.isResumed);
            }
        }
    }

    /** A session that is resumed does not say in which group its keys were agreed. */
    private static void check(Resumption row, BoringSslMeeting meeting, boolean isResumed) {
        meeting.assertReply(row.caller, LineClient.LINE)
                .assertTheirs(row.engine, row.version, Optional.empty(), ourName(row.caller))
                .assertOurs(good(row.caller, row.version).resumed(isResumed));
        assertEquals(isResumed, meeting.theirs().agreed().orElseThrow().isResumed());
        if (isResumed) {
            assertEquals(Optional.empty(), meeting.ours().group());
        } else {
            meeting.assertOurGroup(row.engine, row.version);
        }
    }
}
