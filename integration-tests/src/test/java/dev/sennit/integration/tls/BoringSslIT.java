package dev.sennit.integration.tls;

import static dev.sennit.transport.tls.NamedGroup.SECP256R1;
import static dev.sennit.transport.tls.NamedGroup.SECP384R1;
import static dev.sennit.transport.tls.NamedGroup.X25519;
import static dev.sennit.transport.tls.NamedGroup.X25519MLKEM768;
import static dev.sennit.transport.tls.TlsVersion.TLS_1_2;
import static dev.sennit.transport.tls.TlsVersion.TLS_1_3;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyKind;
import dev.sennit.integration.tls.Row.Both;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.tls.ClientAuthentication;
import dev.sennit.transport.tls.NamedGroup;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.TlsVersion;
import dev.sennit.transport.tls.identity.Identities;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** BoringSSL, which speaks ML-KEM, calls servers of ours and is called: the group, and all else that both agree on. */
class BoringSslIT {
    private static final List<NamedGroup> ALL = List.of(NamedGroup.values());

    private static final String NO_GROUP = "REFUSED_BY_PEER 40: the peer ended the handshake with the alert"
            + " handshake_failure (40): it found no version, cipher suite or signature in common, or wants a certificate";

    private final OurTls ourTls = new OurTls();
    private final BoringSsl boring = new BoringSsl();
    private final List<Row> rows = new ArrayList<>();
    private final Keys keys;
    private final IssuedCertificate alice;
    private final IssuedCertificate mallory;

    BoringSslIT(@TempDir Path folder) throws Exception {
        this.keys = new Keys(folder);
        this.alice = keys.issue(CertificateSpec.client("alice"));
        this.mallory = keys.issueByAnother(CertificateSpec.client("mallory"));
    }

    @BeforeEach
    void needsItsLibrary() {
        assumeTrue(
                OpenSsl.isAvailable(), () -> "netty-tcnative has no BoringSSL here: " + OpenSsl.unavailabilityCause());
    }

    @AfterEach
    void shutDown() {
        boring.close();
        ourTls.close();
    }

    private SslContextBuilder theirClient(String version) {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols(version)
                .trustManager(keys.authority());
    }

    private SslContextBuilder theirServer(IssuedCertificate issued, String version) {
        return SslContextBuilder.forServer(issued.key(), issued.chain().toArray(X509Certificate[]::new))
                .sslProvider(SslProvider.OPENSSL)
                .protocols(version);
    }

    private TlsServer ourServer() {
        return TlsServer.of(Keys.identity(keys.server()));
    }

    private TlsClient ourClient() {
        return TlsClient.of("localhost").withTrust(keys.trust());
    }

    private static String[] names(String groups) {
        return groups.split(" ", -1);
    }

    private void theyCall(String name, SslContext them, TlsServer us, String theirs, String ours) {
        rows.add(new Row(name, theirs, ours, () -> {
            try (OurTls.Server serving = ourTls.serve("127.0.0.1", us, Answer::new)) {
                return new Both(boring.call(them, serving.port(), "ahoy"), text(serving.next()));
            }
        }));
    }

    private void weCall(String name, SslContext them, TlsClient us, String theirs, String ours) {
        rows.add(new Row(name, theirs, ours, () -> {
            try (BoringSsl.Server serving = boring.serve(them)) {
                return call(serving, ourTls.client(us), "ahoy");
            }
        }));
    }

    private static Both call(BoringSsl.Server serving, OurTls.Client client, String line)
            throws IOException, InterruptedException {
        Deferred.Source<String> answer = new Deferred.Source<>();
        client.connect(TcpAddress.loopback(serving.port()), transport -> new Lines(transport, line, answer));
        Seen seen = client.next();
        String heard = seen.session().isPresent() ? "; " + answer.deferred().await(OurTls.LIMIT) : "";
        return new Both(serving.next(), text(seen) + heard);
    }

    /** What was seen, with the group before it. */
    private static String text(Seen seen) {
        return seen.session()
                        .flatMap(agreed -> agreed.group())
                        .map(group -> group.standardName() + " ")
                        .orElse("")
                + seen.text();
    }

    private List<DynamicTest> tests() {
        return rows.stream().map(Row::test).toList();
    }

    /** A row of groups: what they speak, best first, what we do, and what each side sees, in TLS 1.3. */
    private void theyCall(String groups, List<NamedGroup> us, String theirs, String ours) throws SSLException {
        theyCall(
                "they call with " + groups + ", we serve " + us,
                theirClient("TLSv1.3")
                        .option(OpenSslContextOption.GROUPS, names(groups))
                        .build(),
                ourServer().withSettings(Engine.BC.settings().withGroups(us)),
                theirs,
                ours);
    }

    private void weCall(String groups, List<NamedGroup> us, String theirs, String ours) throws SSLException {
        weCall(
                "we call with " + us + ", they serve " + groups,
                theirServer(keys.server(), "TLSv1.3")
                        .option(OpenSslContextOption.GROUPS, names(groups))
                        .build(),
                ourClient().withSettings(Engine.BC.settings().withGroups(us)),
                theirs,
                ours);
    }

    /** They send a share of their first group, and beside the hybrid one of the other kind. */
    @TestFactory
    List<DynamicTest> ourServersAgreeOnAGroup() throws Exception {
        theyCall("X25519MLKEM768", ALL, "TLSv1.3 X25519MLKEM768 peer=localhost; yoha", "X25519MLKEM768 TLSv1.3");
        theyCall("X25519MLKEM768 X25519", ALL, "TLSv1.3 X25519MLKEM768 peer=localhost; yoha", "X25519MLKEM768 TLSv1.3");
        theyCall("X25519 X25519MLKEM768", ALL, "TLSv1.3 X25519MLKEM768 peer=localhost; yoha", "X25519MLKEM768 TLSv1.3");
        theyCall("X25519", ALL, "TLSv1.3 X25519 peer=localhost; yoha", "x25519 TLSv1.3");
        theyCall("P-256", ALL, "TLSv1.3 P-256 peer=localhost; yoha", "secp256r1 TLSv1.3");
        theyCall("P-384", ALL, "TLSv1.3 P-384 peer=localhost; yoha", "secp384r1 TLSv1.3");
        // Ours comes first, though it costs them another hello.
        theyCall("P-256 X25519", ALL, "TLSv1.3 X25519 asked again peer=localhost; yoha", "x25519 TLSv1.3");
        theyCall("P-521 P-384", ALL, "TLSv1.3 P-384 asked again peer=localhost; yoha", "secp384r1 TLSv1.3");
        theyCall("P-521", ALL, "…SSLV3_ALERT_HANDSHAKE_FAILURE", noGroup("0019", ALL));
        List<NamedGroup> old = List.of(SECP256R1);
        theyCall("X25519MLKEM768 P-256", old, "TLSv1.3 P-256 peer=localhost; yoha", "secp256r1 TLSv1.3");
        theyCall(
                "X25519MLKEM768 X25519 P-256",
                old,
                "TLSv1.3 P-256 asked again peer=localhost; yoha",
                "secp256r1 TLSv1.3");
        theyCall("X25519MLKEM768 X25519", List.of(X25519), "TLSv1.3 X25519 peer=localhost; yoha", "x25519 TLSv1.3");
        theyCall("X25519MLKEM768", List.of(X25519), "…SSLV3_ALERT_HANDSHAKE_FAILURE", noGroup("11EC", List.of(X25519)));
        return tests();
    }

    private static String noGroup(String theirs, List<NamedGroup> ours) {
        return "NOTHING_IN_COMMON 40: we ended the handshake with the alert handshake_failure (40): the client offers the"
                + " groups " + theirs + ", of which we speak none: "
                + ours.stream().map(NamedGroup::standardName).collect(Collectors.joining(", "));
    }

    /** We send shares of the hybrid and of the first of the others. */
    @TestFactory
    List<DynamicTest> ourClientsAgreeOnAGroup() throws Exception {
        weCall("X25519MLKEM768", ALL, "TLSv1.3 X25519MLKEM768", "X25519MLKEM768 TLSv1.3 peer=localhost; yoha");
        weCall("X25519MLKEM768 X25519", ALL, "TLSv1.3 X25519MLKEM768", "X25519MLKEM768 TLSv1.3 peer=localhost; yoha");
        weCall("X25519 X25519MLKEM768", ALL, "TLSv1.3 X25519", "x25519 TLSv1.3 peer=localhost; yoha");
        weCall("X25519", ALL, "TLSv1.3 X25519", "x25519 TLSv1.3 peer=localhost; yoha");
        weCall("P-256", ALL, "TLSv1.3 P-256 asked again", "secp256r1 TLSv1.3 peer=localhost; yoha");
        weCall("P-384", ALL, "TLSv1.3 P-384 asked again", "secp384r1 TLSv1.3 peer=localhost; yoha");
        weCall("P-521", ALL, "…NO_SHARED_GROUP", NO_GROUP);
        List<NamedGroup> hybridSecond = List.of(X25519, X25519MLKEM768);
        weCall(
                "X25519MLKEM768",
                hybridSecond,
                "TLSv1.3 X25519MLKEM768 asked again",
                "X25519MLKEM768 TLSv1.3 peer=localhost; yoha");
        List<NamedGroup> hybridFirst = List.of(X25519MLKEM768, SECP384R1);
        weCall("X25519MLKEM768", hybridFirst, "TLSv1.3 X25519MLKEM768", "X25519MLKEM768 TLSv1.3 peer=localhost; yoha");
        weCall("X25519MLKEM768", List.of(X25519), "…NO_SHARED_GROUP", NO_GROUP);
        return tests();
    }

    /** What they see of the best that is common to them and to this engine; which that is the newest JDKs change. */
    private static String agreed(Engine engine, TlsVersion version) {
        String name = version.standardName();
        return engine == Engine.JDK ? name + " X25519…" : name + (version == TLS_1_3 ? " X25519MLKEM768" : " X25519");
    }

    /** What we see of the same. */
    private static String seen(Engine engine, TlsVersion version) {
        String name = version.standardName();
        return engine == Engine.JDK ? name : (version == TLS_1_3 ? "X25519MLKEM768 " : "x25519 ") + name;
    }

    @TestFactory
    List<DynamicTest> bothSpeakInEachVersionWithEachKindOfKey() throws Exception {
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                for (KeyKind kind : List.of(KeyKind.RSA_2048, KeyKind.ECDSA_P256)) {
                    String how = engine + " in " + version + " with " + kind;
                    theyCall(
                            "they call " + how,
                            theirClient(version.standardName()).build(),
                            TlsServer.of(Keys.identity(keys.server(kind))).withSettings(engine.settings(version)),
                            agreed(engine, version) + " peer=localhost; yoha",
                            seen(engine, version));
                    weCall(
                            "they are called by " + how,
                            theirServer(keys.server(kind), version.standardName())
                                    .build(),
                            ourClient().withSettings(engine.settings(version)),
                            agreed(engine, version),
                            seen(engine, version) + " peer=localhost; yoha");
                }
                theyCall(
                        "they take no key of Ed25519, " + engine + " in " + version,
                        theirClient(version.standardName()).build(),
                        TlsServer.of(Keys.identity(keys.server(KeyKind.ED25519)))
                                .withSettings(engine.settings(version)),
                        "…ALERT…",
                        engine == Engine.JDK && version == TLS_1_2
                                ? "NOTHING_IN_COMMON 40: we ended the handshake: No supported signature algorithm for EdDSA  key"
                                : "NOTHING_IN_COMMON…there is no certificate whose key the client can verify");
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> muchComesThroughBothWays() throws Exception {
        String much = "0123456789abcdef".repeat(1 << 16);
        String reversed = new StringBuilder(much).reverse().toString();
        for (TlsVersion version : TlsVersion.values()) {
            SslContext calling = theirClient(version.standardName()).build();
            TlsServer us = ourServer().withSettings(Engine.BC.settings(version));
            rows.add(new Row("they send a mebibyte in " + version, "…peer=localhost; all", "…", () -> {
                try (OurTls.Server serving = ourTls.serve("127.0.0.1", us, Answer::new)) {
                    String heard = boring.call(calling, serving.port(), much);
                    return new Both(heard.replace(reversed, "all"), text(serving.next()));
                }
            }));
            SslContext serving =
                    theirServer(keys.server(), version.standardName()).build();
            TlsClient client = ourClient().withSettings(Engine.BC.settings(version));
            rows.add(new Row("we send a mebibyte in " + version, "…", "…peer=localhost; all", () -> {
                try (BoringSsl.Server server = boring.serve(serving)) {
                    Both both = call(server, ourTls.client(client), much);
                    return new Both(both.theirs(), both.ours().replace(reversed, "all"));
                }
            }));
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> theyShowWhoTheyAre() throws Exception {
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                String how = ", " + engine + " in " + version;
                String name = version.standardName();
                TlsServer us = ourServer()
                        .withSettings(engine.settings(version))
                        .withClients(ClientAuthentication.NEED, keys.trust());
                boolean isNew = version == TLS_1_3;
                String open = isNew ? agreed(engine, version) + " peer=localhost; " : "";
                String good = agreed(engine, version) + " peer=localhost; yoha";
                theyCall(
                        "they show a certificate" + how,
                        showing(alice, name),
                        us,
                        good,
                        seen(engine, version) + " peer=alice");
                String nothing = open
                        + (engine == Engine.JDK
                                ? "…BAD_CERTIFICATE"
                                : isNew ? "…CERTIFICATE_REQUIRED" : "…HANDSHAKE_FAILURE");
                String missed = engine == Engine.JDK
                        ? "CERTIFICATE" + (isNew ? "" : " 42") + ": the peer showed no certificate, and must"
                        : "CERTIFICATE " + (isNew ? 116 : 40) + ": the client showed no certificate, and one is needed";
                theyCall("they show none" + how, theirClient(name).build(), us, nothing, missed);
                // Whom we tell which authorities we trust shows nothing of another's; the JDK's engine tells nobody.
                theyCall(
                        "they have one of another authority's" + how,
                        showing(mallory, name),
                        us,
                        engine == Engine.JDK ? open + "…CERTIFICATE_UNKNOWN" : nothing,
                        engine == Engine.JDK
                                ? "CERTIFICATE 48: certificate 'CN=mallory' has an unknown issuer, 'CN=Another CA'"
                                : missed);
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> weShowWhoWeAre() throws Exception {
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                String how = ", " + engine + " in " + version;
                SslContext them = theirServer(keys.server(), version.standardName())
                        .trustManager(keys.authority())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build();
                TlsClient us = ourClient().withSettings(engine.settings(version));
                String good = agreed(engine, version) + " peer=alice";
                String open = seen(engine, version) + " peer=localhost; yoha";
                weCall("we show a certificate" + how, them, us.withIdentities(identities(alice)), good, open);
                weCall(
                        "we show none" + how,
                        them,
                        us,
                        "…PEER_DID_NOT_RETURN_A_CERTIFICATE",
                        version == TLS_1_3
                                ? "…REFUSED_BY_PEER 116: the peer ended the connection with the alert"
                                        + " certificate_required (116): it wants a certificate of ours…"
                                : "REFUSED_BY_PEER 40: the peer ended the handshake with the alert handshake_failure (40):"
                                        + " it found no version, cipher suite or signature in common, or wants a"
                                        + " certificate");
                // Netty's judge of certificates has no better word.
                weCall(
                        "we show another authority's" + how,
                        them,
                        us.withIdentities(identities(mallory)),
                        "unable to find valid certification path to requested target",
                        "…REFUSED_BY_PEER 80: the peer ended the …internal_error (80)…");
            }
        }
        return tests();
    }

    private SslContext showing(IssuedCertificate issued, String version) throws SSLException {
        return theirClient(version)
                .keyManager(issued.key(), issued.chain().toArray(X509Certificate[]::new))
                .build();
    }

    private static Identities identities(IssuedCertificate issued) {
        return Identities.of(Keys.identity(issued));
    }

    private static ApplicationProtocolConfig alpn(String protocol) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocol);
    }

    @TestFactory
    List<DynamicTest> bothAgreeOnAnApplicationProtocol() throws Exception {
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                String how = ", " + engine + " in " + version;
                TlsServer us = ourServer().withSettings(engine.settings(version).withAlpn("rope", "twine"));
                String theirs = agreed(engine, version);
                String ours = seen(engine, version);
                theyCall(
                        "they offer a protocol of ours" + how,
                        theirClient(version.standardName())
                                .applicationProtocolConfig(alpn("twine"))
                                .build(),
                        us,
                        theirs + " alpn=twine peer=localhost; yoha",
                        ours + " alpn=twine");
                theyCall(
                        "they offer another protocol" + how,
                        theirClient(version.standardName())
                                .applicationProtocolConfig(alpn("hemp"))
                                .build(),
                        us,
                        "…TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
                        "NOTHING_IN_COMMON 120: we ended the handshake…");
                TlsClient client =
                        ourClient().withSettings(engine.settings(version).withAlpn("rope", "twine"));
                weCall(
                        "they speak a protocol of ours" + how,
                        theirServer(keys.server(), version.standardName())
                                .applicationProtocolConfig(alpn("twine"))
                                .build(),
                        client,
                        theirs + " alpn=twine",
                        ours + " alpn=twine peer=localhost; yoha");
                // Netty has it go on without any.
                weCall(
                        "they speak another protocol" + how,
                        theirServer(keys.server(), version.standardName())
                                .applicationProtocolConfig(alpn("hemp"))
                                .build(),
                        client,
                        theirs,
                        ours + " peer=localhost; yoha");
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> sessionsAreTakenUpAgain() throws Exception {
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                String theirs = agreed(engine, version);
                String ours = seen(engine, version);
                // BouncyCastle has none of TLS 1.3, and no group in those of 1.2.
                boolean resumed = version == TLS_1_2 || engine == Engine.JDK;
                String theirSecond = resumed ? version.standardName() + " …resumed" : theirs;
                String ourSecond = resumed ? version.standardName() + " resumed" : ours;
                SslContext calling = theirClient(version.standardName()).build();
                TlsServer us = ourServer().withSettings(engine.settings(version));
                String seenByThem = " peer=localhost; yoha";
                rows.add(new Row(
                        "they come back to " + engine + " in " + version,
                        theirs + seenByThem + ", then " + theirSecond + seenByThem,
                        ours + ", then " + ourSecond,
                        () -> {
                            try (OurTls.Server serving = ourTls.serve("127.0.0.1", us, Answer::new)) {
                                String first = boring.call(calling, serving.port(), "ahoy");
                                String second = boring.call(calling, serving.port(), "ahoy");
                                return new Both(
                                        first + ", then " + second,
                                        text(serving.next()) + ", then " + text(serving.next()));
                            }
                        }));
                SslContext serving =
                        theirServer(keys.server(), version.standardName()).build();
                TlsClient client = ourClient().withSettings(engine.settings(version));
                rows.add(new Row(
                        "we come back by " + engine + " in " + version,
                        theirs + ", then " + theirSecond,
                        ours + seenByThem + ", then " + ourSecond + seenByThem,
                        () -> {
                            try (BoringSsl.Server server = boring.serve(serving)) {
                                OurTls.Client again = ourTls.client(client);
                                Both first = call(server, again, "ahoy");
                                Both second = call(server, again, "ahoy");
                                return new Both(
                                        first.theirs() + ", then " + second.theirs(),
                                        first.ours() + ", then " + second.ours());
                            }
                        }));
            }
        }
        return tests();
    }
}
