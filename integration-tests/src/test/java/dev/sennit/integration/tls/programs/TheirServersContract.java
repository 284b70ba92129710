package dev.sennit.integration.tls.programs;

import static dev.sennit.integration.tls.Alert.ACCESS_DENIED;
import static dev.sennit.integration.tls.Alert.BAD_CERTIFICATE;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_EXPIRED;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_REQUIRED;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_REVOKED;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_UNKNOWN;
import static dev.sennit.integration.tls.Alert.DECODE_ERROR;
import static dev.sennit.integration.tls.Alert.HANDSHAKE_FAILURE;
import static dev.sennit.integration.tls.Alert.INTERNAL_ERROR;
import static dev.sennit.integration.tls.Alert.NO_APPLICATION_PROTOCOL;
import static dev.sennit.integration.tls.Alert.PROTOCOL_VERSION;
import static dev.sennit.integration.tls.Alert.UNKNOWN_CA;
import static dev.sennit.integration.tls.Alert.UNSUPPORTED_CERTIFICATE;
import static dev.sennit.integration.tls.Outcome.agreed;
import static dev.sennit.integration.tls.Outcome.failed;
import static dev.sennit.integration.tls.Outcome.refused;
import static dev.sennit.integration.tls.Outcome.refusedWhenDone;
import static dev.sennit.integration.tls.programs.ServerProgram.GNUTLS;
import static dev.sennit.integration.tls.programs.ServerProgram.OPENSSL;
import static dev.sennit.integration.tls.programs.ServerProgram.TWISTED;
import static dev.sennit.tls.TlsVersion.TLS_1_2;
import static dev.sennit.tls.TlsVersion.TLS_1_3;
import static dev.sennit.transport.error.TlsFailedException.Kind.CERTIFICATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.certs.Pem;
import dev.sennit.integration.tls.Alert;
import dev.sennit.integration.tls.ConfiguredBy;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.OurClient;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peers;
import dev.sennit.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our clients call other people's servers. Each table below lists the cases of one test and the outcome of each; every
 * engine of the subclass runs all of them. A server is started once and called by all cases that need it.
 */
@NeedsPeer({"openssl", "gnutls", "twistedtls"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TheirServersContract {
    private static final String CHAT = "chat/1";
    private static final String NEWS = "news/1";
    private static final String NO_SIGNATURE = "no suitable signature algorithm";
    private static final String OLD_CIPHERS_TOO = "-cipher DEFAULT@SECLEVEL=0";

    private final Peers peers;
    private final OurTls ourTls;
    private final List<Engine> engines;
    private final Keys keys;
    private final IssuedCertificate alice;
    private final IssuedCertificate mallory;
    private final Map<String, IssuedCertificate> issued = new HashMap<>();
    private final Map<List<Object>, ServerProgram.Running> servers = new HashMap<>();

    TheirServersContract(Peers peers, ConfiguredBy how, Engine... engines) throws IOException {
        this.peers = peers;
        this.ourTls = new OurTls(how);
        this.engines = List.of(engines);
        this.keys = new Keys(peers.folder());
        this.alice = keys.issue(CertificateSpec.client("alice"));
        this.mallory = keys.issueByAnother(CertificateSpec.client("mallory"));
    }

    @AfterAll
    void shutDown() {
        ourTls.close();
    }

    private <C> List<C> forEachEngine(Function<Engine, List<C>> table) {
        return engines.stream().flatMap(engine -> table.apply(engine).stream()).toList();
    }

    /** Returns the server with this certificate and environment, which is started if no case has needed it before. */
    private ServerProgram.Running server(
            ServerProgram program, IssuedCertificate certificate, Map<String, String> environment) throws Exception {
        List<Object> key = List.of(program, certificate.certificate().getSerialNumber(), environment);
        ServerProgram.Running running = servers.get(key);
        if (running == null) {
            running = program.start(peers, keys, certificate, environment);
            servers.put(key, running);
        }
        return running;
    }

    /** Returns the certificate that was issued under this title before, or issues one. */
    private IssuedCertificate once(String title, Function<Keys, IssuedCertificate> issue) {
        return issued.computeIfAbsent(title, first -> issue.apply(keys));
    }

    private ServerProgram.Running openssl(IssuedCertificate certificate, String... arguments) throws Exception {
        return server(
                OPENSSL, certificate, arguments.length == 0 ? Map.of() : Map.of("ARGS", String.join(" ", arguments)));
    }

    private OurClient client(Engine engine) {
        return OurClient.of(engine, keys.file(Keys.CA));
    }

    private OurClient client(Engine engine, TlsVersion version) {
        return client(engine).in(version);
    }

    private ServerProgram.Call call(ServerProgram.Running server, OurClient client) throws Exception {
        return server.call(ourTls.client(client, keys));
    }

    private void assertOutcome(Outcome expected, ServerProgram.Call call) {
        expected.check(call.outcome(), call::printed);
        if (expected instanceof Outcome.Agreed) {
            assertEquals(Optional.of(call.server().program().reply()), call.reply());
        }
    }

    /** The outcome with a server that is in order: its certificate is for localhost. */
    private static Outcome.Agreed good(TlsVersion version) {
        return agreed(version).with("localhost");
    }

    record Handshake(Engine engine, ServerProgram server, TlsVersion version, KeyAlgorithm key) {}

    List<Handshake> handshakes() {
        List<Handshake> all = new ArrayList<>();
        for (Engine engine : engines) {
            for (ServerProgram server : ServerProgram.values()) {
                for (TlsVersion version : TlsVersion.values()) {
                    Keys.KINDS.forEach(key -> all.add(new Handshake(engine, server, version, key)));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void eachProgramIsCalledInEachVersionWithEachKindOfKey(Handshake row) throws Exception {
        ServerProgram.Running server = server(row.server, keys.server(row.key), Map.of());

        assertOutcome(good(row.version), call(server, client(row.engine, row.version)));
    }

    /** The certificate that our client shows; mallory's is of an authority that the servers do not know. */
    enum Shown {
        ALICE,
        NONE,
        MALLORY
    }

    record ClientCertificate(
            Engine engine, ServerProgram server, TlsVersion version, Shown certificate, Outcome expected) {}

    List<ClientCertificate> clientCertificates() {
        return forEachEngine(engine -> List.of(
                new ClientCertificate(engine, OPENSSL, TLS_1_2, Shown.ALICE, good(TLS_1_2)),
                new ClientCertificate(engine, GNUTLS, TLS_1_2, Shown.ALICE, good(TLS_1_2)),
                new ClientCertificate(engine, TWISTED, TLS_1_2, Shown.ALICE, good(TLS_1_2)),
                new ClientCertificate(engine, OPENSSL, TLS_1_3, Shown.ALICE, good(TLS_1_3)),
                new ClientCertificate(engine, GNUTLS, TLS_1_3, Shown.ALICE, good(TLS_1_3)),
                new ClientCertificate(engine, TWISTED, TLS_1_3, Shown.ALICE, good(TLS_1_3)),
                new ClientCertificate(engine, OPENSSL, TLS_1_2, Shown.NONE, refused(HANDSHAKE_FAILURE)),
                new ClientCertificate(engine, GNUTLS, TLS_1_2, Shown.NONE, refused(DECODE_ERROR)),
                new ClientCertificate(engine, TWISTED, TLS_1_2, Shown.NONE, refused(HANDSHAKE_FAILURE)),
                new ClientCertificate(engine, OPENSSL, TLS_1_3, Shown.NONE, refusedWhenDone(CERTIFICATE_REQUIRED)),
                new ClientCertificate(engine, GNUTLS, TLS_1_3, Shown.NONE, refusedWhenDone(CERTIFICATE_REQUIRED)),
                new ClientCertificate(engine, TWISTED, TLS_1_3, Shown.NONE, refusedWhenDone(CERTIFICATE_REQUIRED)),
                new ClientCertificate(engine, OPENSSL, TLS_1_2, Shown.MALLORY, refused(UNKNOWN_CA)),
                new ClientCertificate(engine, GNUTLS, TLS_1_2, Shown.MALLORY, refused(ACCESS_DENIED)),
                new ClientCertificate(engine, TWISTED, TLS_1_2, Shown.MALLORY, refused(UNKNOWN_CA)),
                new ClientCertificate(engine, OPENSSL, TLS_1_3, Shown.MALLORY, refusedWhenDone(UNKNOWN_CA)),
                new ClientCertificate(engine, GNUTLS, TLS_1_3, Shown.MALLORY, refusedWhenDone(ACCESS_DENIED)),
                new ClientCertificate(engine, TWISTED, TLS_1_3, Shown.MALLORY, refusedWhenDone(UNKNOWN_CA))));
    }

    @ParameterizedTest
    @MethodSource("clientCertificates")
    void weShowWhoWeAre(ClientCertificate row) throws Exception {
        ServerProgram.Running server = server(row.server, keys.server(), Map.of("CA", keys.file(Keys.CA)));
        OurClient client = client(row.engine, row.version);

        ServerProgram.Call call = call(
                server,
                switch (row.certificate) {
                    case ALICE -> client.showing(alice);
                    case NONE -> client;
                    case MALLORY -> client.showing(mallory);
                });

        assertOutcome(row.expected, call);
    }

    record ApplicationProtocol(
            Engine engine, ServerProgram server, TlsVersion version, List<String> offered, Outcome expected) {}

    /** The servers speak chat/1 alone. */
    List<ApplicationProtocol> applicationProtocols() {
        List<ApplicationProtocol> all = new ArrayList<>();
        for (TlsVersion version : TlsVersion.values()) {
            Outcome none = good(version);
            Outcome chat = good(version).on(CHAT);
            List<String> both = List.of(NEWS, CHAT);
            List<String> other = List.of(NEWS);
            all.addAll(forEachEngine(engine -> List.of(
                    new ApplicationProtocol(engine, OPENSSL, version, List.of(), none),
                    new ApplicationProtocol(engine, GNUTLS, version, List.of(), none),
                    new ApplicationProtocol(engine, TWISTED, version, List.of(), none),
                    new ApplicationProtocol(engine, OPENSSL, version, both, chat),
                    new ApplicationProtocol(engine, GNUTLS, version, both, chat),
                    new ApplicationProtocol(engine, TWISTED, version, both, chat),
                    new ApplicationProtocol(engine, OPENSSL, version, other, refused(NO_APPLICATION_PROTOCOL)),
                    // GnuTLS goes on without any.
                    new ApplicationProtocol(engine, GNUTLS, version, other, none),
                    // Twisted throws in OpenSSL's callback.
                    new ApplicationProtocol(engine, TWISTED, version, other, refused(INTERNAL_ERROR)))));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("applicationProtocols")
    void bothAgreeOnAnApplicationProtocol(ApplicationProtocol row) throws Exception {
        Map<String, String> environment =
                switch (row.server) {
                    case OPENSSL -> Map.of("ARGS", "-alpn " + CHAT);
                    case GNUTLS -> Map.of("ARGS", "--alpn=" + CHAT);
                    case TWISTED -> Map.of("ALPN", CHAT);
                };
        OurClient client = client(row.engine, row.version).offering(row.offered.toArray(String[]::new));

        assertOutcome(row.expected, call(server(row.server, keys.server(), environment), client));
    }

    record ServerName(Engine engine, TlsVersion version, String name, Outcome expected) {}

    /** The server has a certificate for two.test, and for all other names one for *.wild.test and 127.0.0.1. */
    List<ServerName> serverNames() {
        List<ServerName> all = new ArrayList<>();
        for (TlsVersion version : TlsVersion.values()) {
            Outcome wild = agreed(version).with("*.wild.test");
            Outcome otherName = failed(CERTIFICATE, CERTIFICATE_UNKNOWN);
            all.addAll(forEachEngine(engine -> List.of(
                    new ServerName(engine, version, "two.test", agreed(version).with("two.test")),
                    new ServerName(engine, version, "any.wild.test", wild),
                    new ServerName(engine, version, "127.0.0.1", wild),
                    new ServerName(engine, version, "three.test", otherName),
                    new ServerName(engine, version, "two.any.wild.test", otherName))));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("serverNames")
    void theNameThatWeAskForChoosesTheCertificate(ServerName row) throws Exception {
        IssuedCertificate two = once("two", issuer -> issuer.issue(CertificateSpec.server("two.test")));
        IssuedCertificate wild =
                once("wild", issuer -> issuer.issue(CertificateSpec.server("*.wild.test", "127.0.0.1")));
        String files = keys.store(two);
        ServerProgram.Running server =
                openssl(wild, "-servername two.test", "-cert2", files + ".pem", "-key2", files + ".key");

        assertOutcome(row.expected, call(server, client(row.engine, row.version).to(row.name)));
    }

    /** What is wrong with a server's certificate. */
    enum Flaw {
        OTHER_NAME,
        EXPIRED,
        NOT_YET_VALID,
        NO_NAMES,
        FOR_CLIENTS,
        SIGNED_WITH_SHA_1,
        OTHER_AUTHORITY;

        private IssuedCertificate issue(Keys keys) {
            CertificateSpec good = CertificateSpec.server("localhost");
            return switch (this) {
                case OTHER_NAME -> keys.issue(CertificateSpec.server("else.test"));
                case EXPIRED -> keys.issue(good.expired());
                case NOT_YET_VALID -> keys.issue(good.notYetValid());
                case NO_NAMES -> keys.issue(good.withoutNames());
                case FOR_CLIENTS -> keys.issue(CertificateSpec.client("localhost", "localhost"));
                case SIGNED_WITH_SHA_1 -> keys.issue(good.signedWithSha1());
                case OTHER_AUTHORITY -> keys.issueByAnother(good);
            };
        }
    }

    /**
     * A certificate that we refuse.
     *
     * @param sent the words that the server prints: the alert that our client sends
     */
    record Refusal(Engine engine, TlsVersion version, Flaw flaw, Outcome expected, String sent) {
        Refusal(Engine engine, TlsVersion version, Flaw flaw, Alert reported, Alert sent) {
            this(engine, version, flaw, failed(CERTIFICATE, reported), "alert " + sent.words());
        }
    }

    /** BouncyCastle's engine sends the alert that we report. SunJSSE in TLS 1.3 always sends certificate_unknown. */
    List<Refusal> refusals() {
        List<Refusal> all = List.of(
                new Refusal(Engine.BC, TLS_1_2, Flaw.OTHER_NAME, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.BC, TLS_1_2, Flaw.EXPIRED, CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRED),
                new Refusal(Engine.BC, TLS_1_2, Flaw.NOT_YET_VALID, CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRED),
                new Refusal(Engine.BC, TLS_1_2, Flaw.NO_NAMES, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.BC, TLS_1_2, Flaw.FOR_CLIENTS, UNSUPPORTED_CERTIFICATE, UNSUPPORTED_CERTIFICATE),
                new Refusal(Engine.BC, TLS_1_2, Flaw.SIGNED_WITH_SHA_1, BAD_CERTIFICATE, BAD_CERTIFICATE),
                new Refusal(Engine.BC, TLS_1_2, Flaw.OTHER_AUTHORITY, UNKNOWN_CA, UNKNOWN_CA),
                new Refusal(Engine.BC, TLS_1_3, Flaw.OTHER_NAME, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.BC, TLS_1_3, Flaw.EXPIRED, CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRED),
                new Refusal(Engine.BC, TLS_1_3, Flaw.NOT_YET_VALID, CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRED),
                new Refusal(Engine.BC, TLS_1_3, Flaw.NO_NAMES, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.BC, TLS_1_3, Flaw.FOR_CLIENTS, UNSUPPORTED_CERTIFICATE, UNSUPPORTED_CERTIFICATE),
                new Refusal(Engine.BC, TLS_1_3, Flaw.SIGNED_WITH_SHA_1, BAD_CERTIFICATE, BAD_CERTIFICATE),
                new Refusal(Engine.BC, TLS_1_3, Flaw.OTHER_AUTHORITY, UNKNOWN_CA, UNKNOWN_CA),
                new Refusal(Engine.JDK, TLS_1_2, Flaw.OTHER_NAME, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_2, Flaw.EXPIRED, CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRED),
                new Refusal(Engine.JDK, TLS_1_2, Flaw.NOT_YET_VALID, CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRED),
                new Refusal(Engine.JDK, TLS_1_2, Flaw.NO_NAMES, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_2, Flaw.FOR_CLIENTS, UNSUPPORTED_CERTIFICATE, UNSUPPORTED_CERTIFICATE),
                new Refusal(Engine.JDK, TLS_1_2, Flaw.OTHER_AUTHORITY, UNKNOWN_CA, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_3, Flaw.OTHER_NAME, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_3, Flaw.EXPIRED, CERTIFICATE_EXPIRED, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_3, Flaw.NOT_YET_VALID, CERTIFICATE_EXPIRED, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_3, Flaw.NO_NAMES, CERTIFICATE_UNKNOWN, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_3, Flaw.FOR_CLIENTS, UNSUPPORTED_CERTIFICATE, CERTIFICATE_UNKNOWN),
                new Refusal(Engine.JDK, TLS_1_3, Flaw.OTHER_AUTHORITY, UNKNOWN_CA, CERTIFICATE_UNKNOWN),
                // SunJSSE offers no signature over SHA-1, so that OpenSSL does not show it such a certificate.
                new Refusal(Engine.JDK, TLS_1_2, Flaw.SIGNED_WITH_SHA_1, refused(HANDSHAKE_FAILURE), NO_SIGNATURE),
                new Refusal(Engine.JDK, TLS_1_3, Flaw.SIGNED_WITH_SHA_1, refused(HANDSHAKE_FAILURE), NO_SIGNATURE));
        return all.stream().filter(row -> engines.contains(row.engine)).toList();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void weRefuseWhatWeShould(Refusal row) throws Exception {
        ServerProgram.Running server = openssl(once(row.flaw.name(), row.flaw::issue), OLD_CIPHERS_TOO);

        ServerProgram.Call call = call(server, client(row.engine, row.version));

        assertOutcome(row.expected, call);
        String printed = call.printed("CONNECTION FAILURE", row.sent);
        assertTrue(ProgramExit.containsInOrder(printed, List.of("CONNECTION FAILURE", row.sent)), printed);
    }

    /**
     * A server and a client that have nothing in common.
     *
     * @param server the options of OpenSSL
     * @param client the only version that our client speaks; empty for all
     */
    record NothingInCommon(
            Engine engine, String server, Optional<TlsVersion> client, KeyAlgorithm key, Alert expected) {
        NothingInCommon(Engine engine, String server, Alert expected) {
            this(engine, server, Optional.empty(), KeyAlgorithm.RSA_2048, expected);
        }

        NothingInCommon(Engine engine, String server, TlsVersion client, Alert expected) {
            this(engine, server, Optional.of(client), KeyAlgorithm.ECDSA_P256, expected);
        }
    }

    List<NothingInCommon> nothingInCommon() {
        return forEachEngine(engine -> List.of(
                new NothingInCommon(engine, "-tls1 " + OLD_CIPHERS_TOO, PROTOCOL_VERSION),
                new NothingInCommon(engine, "-tls1_1 " + OLD_CIPHERS_TOO, PROTOCOL_VERSION),
                new NothingInCommon(engine, "-tls1_2 -cipher AES128-GCM-SHA256", HANDSHAKE_FAILURE),
                new NothingInCommon(engine, "-tls1_2 -cipher ECDHE-RSA-AES128-SHA", HANDSHAKE_FAILURE),
                new NothingInCommon(engine, "-tls1_2", TLS_1_3, PROTOCOL_VERSION),
                new NothingInCommon(engine, "-tls1_3", TLS_1_2, PROTOCOL_VERSION)));
    }

    @ParameterizedTest
    @MethodSource("nothingInCommon")
    void whatIsTooOldIsRefused(NothingInCommon row) throws Exception {
        OurClient client = client(row.engine);

        ServerProgram.Call call = call(
                openssl(keys.server(row.key), row.server),
                row.client.map(client::in).orElse(client));

        assertOutcome(refused(row.expected), call);
    }

    /** Which authorities our client trusts. */
    enum Trusted {
        PLATFORM,
        THE_LEAF_ITSELF
    }

    record TrustedAuthorities(Engine engine, Trusted trusted, Outcome expected) {}

    List<TrustedAuthorities> trustedAuthorities() {
        return forEachEngine(engine -> List.of(
                new TrustedAuthorities(engine, Trusted.PLATFORM, failed(CERTIFICATE, UNKNOWN_CA)),
                new TrustedAuthorities(engine, Trusted.THE_LEAF_ITSELF, good(TLS_1_3))));
    }

    @ParameterizedTest
    @MethodSource("trustedAuthorities")
    void whomWeTrustDecides(TrustedAuthorities row) throws Exception {
        Path leaf = Path.of(keys.file("leaf.pem"));
        Files.writeString(leaf, Pem.certificates(List.of(keys.server().certificate())));
        Optional<String> file = row.trusted == Trusted.PLATFORM ? Optional.empty() : Optional.of(leaf.toString());

        assertOutcome(
                row.expected, call(openssl(keys.server()), client(row.engine).trusting(file)));
    }

    record RevocationList(Engine engine, TlsVersion version, boolean revoked, boolean checked, Outcome expected) {}

    List<RevocationList> revocationLists() {
        List<RevocationList> all = new ArrayList<>();
        for (TlsVersion version : TlsVersion.values()) {
            all.addAll(forEachEngine(engine -> List.of(
                    new RevocationList(engine, version, false, true, good(version)),
                    new RevocationList(engine, version, true, false, good(version)),
                    new RevocationList(engine, version, true, true, failed(CERTIFICATE, CERTIFICATE_REVOKED)))));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("revocationLists")
    void weRefuseWhatItsAuthorityHasRevoked(RevocationList row) throws Exception {
        IssuedCertificate good = once("good", issuer -> issuer.issue(CertificateSpec.server("localhost")));
        IssuedCertificate revoked = once("revoked", issuer -> issuer.issue(CertificateSpec.server("localhost")));
        OurClient client = client(row.engine, row.version);

        ServerProgram.Call call = call(
                openssl(row.revoked ? revoked : good), row.checked ? client.withCrl(keys.revoke(revoked)) : client);

        assertOutcome(row.expected, call);
        if (row.expected instanceof Outcome.Failed) {
            String printed = call.printed("CONNECTION FAILURE", "alert certificate revoked");
            assertTrue(printed.contains("alert certificate revoked"), printed);
        }
    }
}
