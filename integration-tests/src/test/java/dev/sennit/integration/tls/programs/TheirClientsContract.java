package dev.sennit.integration.tls.programs;

import static dev.sennit.integration.tls.Alert.BAD_CERTIFICATE;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_EXPIRED;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_REQUIRED;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_REVOKED;
import static dev.sennit.integration.tls.Alert.CERTIFICATE_UNKNOWN;
import static dev.sennit.integration.tls.Alert.HANDSHAKE_FAILURE;
import static dev.sennit.integration.tls.Alert.NO_APPLICATION_PROTOCOL;
import static dev.sennit.integration.tls.Alert.PROTOCOL_VERSION;
import static dev.sennit.integration.tls.Alert.UNKNOWN_CA;
import static dev.sennit.integration.tls.Outcome.agreed;
import static dev.sennit.integration.tls.Outcome.failed;
import static dev.sennit.integration.tls.Outcome.refused;
import static dev.sennit.integration.tls.programs.ClientProgram.CURL;
import static dev.sennit.integration.tls.programs.ClientProgram.GNUTLS;
import static dev.sennit.integration.tls.programs.ClientProgram.OPENSSL;
import static dev.sennit.integration.tls.programs.ClientProgram.TWISTED;
import static dev.sennit.integration.tls.programs.ProgramExit.failure;
import static dev.sennit.integration.tls.programs.ProgramExit.success;
import static dev.sennit.tls.ClientAuthentication.NEED;
import static dev.sennit.tls.ClientAuthentication.WANT;
import static dev.sennit.tls.TlsVersion.TLS_1_2;
import static dev.sennit.tls.TlsVersion.TLS_1_3;
import static dev.sennit.transport.error.TlsFailedException.Kind.CERTIFICATE;
import static dev.sennit.transport.error.TlsFailedException.Kind.NOTHING_IN_COMMON;
import static dev.sennit.transport.error.TlsFailedException.Kind.NOT_TLS;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.integration.tls.Alert;
import dev.sennit.integration.tls.ConfiguredBy;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.LineServer;
import dev.sennit.integration.tls.OurServer;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.peers.Execution;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other people's clients call our servers. Each table below lists the cases of one test, and for each how the program ends
 * and how it went for our server; every engine of the subclass runs all of them in every version.
 */
@NeedsPeer({"openssl", "gnutls", "curl", "twistedtls"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TheirClientsContract {
    private static final String CHAT = "chat/1";
    private static final String NEWS = "news/1";
    private static final String HTTP = "http/1.1";

    private final Peers peers;
    private final ConfiguredBy how;
    private final OurTls ourTls;
    private final List<Engine> engines;
    private final Keys keys;
    private final String alice;
    private final String mallory;
    private Optional<Peer> programs = Optional.empty();

    TheirClientsContract(Peers peers, ConfiguredBy how, Engine... engines) throws IOException {
        this.peers = peers;
        this.how = how;
        this.ourTls = new OurTls(how);
        this.engines = List.of(engines);
        this.keys = new Keys(peers.folder());
        this.alice = keys.store(keys.issue(CertificateSpec.client("alice")));
        this.mallory = keys.store(keys.issueByAnother(CertificateSpec.client("mallory")));
    }

    @BeforeAll
    void startPlaceOfThePrograms() throws InterruptedException {
        programs = Optional.of(peers.start("curl"));
    }

    @AfterAll
    void shutDown() {
        ourTls.close();
    }

    private <C> List<C> forEachEngineAndVersion(BiFunction<Engine, TlsVersion, List<C>> table) {
        List<C> all = new ArrayList<>();
        for (Engine engine : engines) {
            for (TlsVersion version : TlsVersion.values()) {
                all.addAll(table.apply(engine, version));
            }
        }
        return all;
    }

    private OurServer server(Engine engine, TlsVersion version) {
        return OurServer.of(engine, keys.server()).in(version);
    }

    /** Lets a program call a server of ours once, and checks how both ends went. */
    private void check(OurServer server, ClientProgram.Call client, ProgramExit exit, Outcome... anyOf)
            throws Exception {
        try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, keys, LineServer::new)) {
            Execution done = client.run(programs.orElseThrow(), peers.testHost(), serving.port());
            Outcome outcome = serving.next().outcome();
            assertAll(
                    () -> exit.check(done),
                    () -> assertTrue(
                            Stream.of(anyOf).anyMatch(expected -> expected.includes(outcome)),
                            () -> "wanted " + List.of(anyOf) + ", not " + outcome + "; the program printed:\n"
                                    + done.output()));
        }
    }

    record Handshake(Engine engine, TlsVersion version, KeyAlgorithm key, ClientProgram client) {}

    List<Handshake> handshakes() {
        return forEachEngineAndVersion((engine, version) -> {
            List<Handshake> all = new ArrayList<>();
            for (KeyAlgorithm key : Keys.KINDS) {
                for (ClientProgram client : ClientProgram.values()) {
                    all.add(new Handshake(engine, version, key, client));
                }
            }
            return all;
        });
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void eachProgramIsServedInEachVersionWithEachKindOfKey(Handshake row) throws Exception {
        OurServer server = OurServer.of(row.engine, keys.server(row.key)).in(row.version);

        check(server, row.client.call(keys), success(), agreed(row.version));
    }

    /** The certificate that a client shows; mallory's is of an authority that our server does not know. */
    enum Shown {
        ALICE,
        NONE,
        MALLORY
    }

    record ClientCertificate(
            Engine engine,
            TlsVersion version,
            ClientAuthentication asked,
            ClientProgram client,
            Shown certificate,
            ProgramExit exit,
            Outcome expected) {}

    List<ClientCertificate> clientCertificates() {
        return forEachEngineAndVersion((engine, version) -> {
            Outcome anonymous = agreed(version);
            Outcome named = agreed(version).with("alice");
            Outcome unknown = failed(CERTIFICATE, UNKNOWN_CA);
            Outcome missing = missing(engine, version);
            Alert told = alertForMissing(engine, version);
            Alert toldUnknown = engine == Engine.BC ? UNKNOWN_CA : CERTIFICATE_UNKNOWN;
            List<ClientCertificate> all = new ArrayList<>();
            for (ClientProgram client : ClientProgram.values()) {
                ProgramExit refused = client.received(told);
                all.add(new ClientCertificate(engine, version, WANT, client, Shown.ALICE, success(), named));
                all.add(new ClientCertificate(engine, version, WANT, client, Shown.NONE, success(), anonymous));
                all.add(new ClientCertificate(engine, version, NEED, client, Shown.ALICE, success(), named));
                all.add(new ClientCertificate(engine, version, NEED, client, Shown.NONE, refused, missing));
            }
            ProgramExit refused = OPENSSL.received(toldUnknown);
            all.add(new ClientCertificate(engine, version, WANT, OPENSSL, Shown.MALLORY, refused, unknown));
            all.add(new ClientCertificate(engine, version, NEED, OPENSSL, Shown.MALLORY, refused, unknown));
            return all;
        });
    }

    private static Alert alertForMissing(Engine engine, TlsVersion version) {
        if (engine == Engine.JDK) {
            return BAD_CERTIFICATE;
        }
        return version == TLS_1_3 ? CERTIFICATE_REQUIRED : HANDSHAKE_FAILURE;
    }

    /** SunJSSE does not say which alert it has sent in TLS 1.3. */
    private static Outcome missing(Engine engine, TlsVersion version) {
        return engine == Engine.JDK && version == TLS_1_3
                ? failed(CERTIFICATE)
                : failed(CERTIFICATE, alertForMissing(engine, version));
    }

    @ParameterizedTest
    @MethodSource("clientCertificates")
    void clientsShowWhoTheyAre(ClientCertificate row) throws Exception {
        ClientProgram.Call call = row.client.call(keys);
        ClientProgram.Call shown =
                switch (row.certificate) {
                    case ALICE -> call.showing(alice);
                    case NONE -> call;
                    case MALLORY -> call.showing(mallory);
                };

        check(server(row.engine, row.version).asking(row.asked), shown, row.exit, row.expected);
    }

    record ApplicationProtocol(
            Engine engine,
            TlsVersion version,
            ClientProgram client,
            Optional<String> offered,
            ProgramExit exit,
            Outcome expected) {
        ApplicationProtocol(
                Engine engine,
                TlsVersion version,
                ClientProgram client,
                String offered,
                ProgramExit exit,
                Outcome expected) {
            this(engine, version, client, Optional.of(offered), exit, expected);
        }

        /** The program offers none. */
        ApplicationProtocol(Engine engine, TlsVersion version, ClientProgram client) {
            this(engine, version, client, Optional.empty(), success(), agreed(version));
        }
    }

    /** Our servers speak chat/1 and http/1.1. curl offers no other. */
    List<ApplicationProtocol> applicationProtocols() {
        return forEachEngineAndVersion((engine, version) -> {
            Outcome chat = agreed(version).on(CHAT);
            Outcome http = agreed(version).on(HTTP);
            Outcome none = failed(NOTHING_IN_COMMON, NO_APPLICATION_PROTOCOL);
            ProgramExit openssl = OPENSSL.received(NO_APPLICATION_PROTOCOL);
            ProgramExit gnutls = GNUTLS.received(NO_APPLICATION_PROTOCOL);
            ProgramExit twisted = TWISTED.received(NO_APPLICATION_PROTOCOL);
            return List.of(
                    new ApplicationProtocol(engine, version, OPENSSL, CHAT, success(), chat),
                    new ApplicationProtocol(engine, version, GNUTLS, CHAT, success(), chat),
                    new ApplicationProtocol(engine, version, CURL, HTTP, success(), http),
                    new ApplicationProtocol(engine, version, TWISTED, CHAT, success(), chat),
                    new ApplicationProtocol(engine, version, OPENSSL),
                    new ApplicationProtocol(engine, version, GNUTLS),
                    new ApplicationProtocol(engine, version, CURL),
                    new ApplicationProtocol(engine, version, TWISTED),
                    new ApplicationProtocol(engine, version, OPENSSL, NEWS, openssl, none),
                    new ApplicationProtocol(engine, version, GNUTLS, NEWS, gnutls, none),
                    new ApplicationProtocol(engine, version, TWISTED, NEWS, twisted, none));
        });
    }

    @ParameterizedTest
    @MethodSource("applicationProtocols")
    void bothAgreeOnAnApplicationProtocol(ApplicationProtocol row) throws Exception {
        ClientProgram.Call call = row.client.call(keys);

        check(
                server(row.engine, row.version).speaking(CHAT, HTTP),
                row.offered.map(call::offering).orElse(call),
                row.exit,
                row.expected);
    }

    /**
     * A name that OpenSSL asks for.
     *
     * @param hasDefault whether our server has a certificate for names that it does not know
     * @param name empty if OpenSSL asks for none
     */
    record ServerName(
            Engine engine,
            TlsVersion version,
            boolean hasDefault,
            Optional<String> name,
            ProgramExit exit,
            Outcome expected) {
        ServerName(Engine engine, TlsVersion version, String name, ProgramExit exit, Outcome expected) {
            this(engine, version, true, Optional.of(name), exit, expected);
        }
    }

    /** Our server has certificates for one.test, two.test and *.wild.test; the first is the default, if there is one. */
    List<ServerName> serverNames() {
        return forEachEngineAndVersion((engine, version) -> {
            Outcome good = agreed(version);
            ProgramExit wild = success("subject=CN = *.wild.test\n");
            ProgramExit otherName = failure(1, "hostname mismatch");
            List<ServerName> all = new ArrayList<>(List.of(
                    new ServerName(engine, version, "one.test", success("subject=CN = one.test\n"), good),
                    new ServerName(engine, version, "two.test", success("subject=CN = two.test\n"), good),
                    new ServerName(engine, version, "any.wild.test", wild, good),
                    new ServerName(engine, version, "three.test", otherName, refused(BAD_CERTIFICATE))));
            if (how == ConfiguredBy.CODE) { // a directory always has a default
                Optional<String> unknown = Optional.of("three.test");
                ProgramExit exit = OPENSSL.received(HANDSHAKE_FAILURE);
                // SunJSSE does not say which alert it has sent in TLS 1.3.
                Outcome none = engine == Engine.JDK && version == TLS_1_3
                        ? failed(NOTHING_IN_COMMON)
                        : failed(NOTHING_IN_COMMON, HANDSHAKE_FAILURE);
                all.add(new ServerName(engine, version, false, unknown, exit, none));
                all.add(new ServerName(engine, version, false, Optional.empty(), exit, none));
            }
            return all;
        });
    }

    @ParameterizedTest
    @MethodSource("serverNames")
    void theNameThatIsAskedForChoosesTheCertificate(ServerName row) throws Exception {
        OurServer server = OurServer.of(
                        row.engine,
                        keys.issue(CertificateSpec.server("one.test")),
                        keys.issue(CertificateSpec.server("two.test")),
                        keys.issue(CertificateSpec.server("*.wild.test")))
                .in(row.version);
        ClientProgram.Call call = OPENSSL.call(keys);

        check(
                row.hasDefault ? server : server.withoutDefault(),
                row.name.map(call::to).orElseGet(() -> call.with("-noservername")),
                row.exit,
                row.expected);
    }

    /** What is wrong with our server's certificate. */
    enum Flaw {
        EXPIRED,
        NOT_YET_VALID,
        OTHER_AUTHORITY;

        private IssuedCertificate issue(Keys keys) {
            CertificateSpec good = CertificateSpec.server("localhost");
            return switch (this) {
                case EXPIRED -> keys.issue(good.expired());
                case NOT_YET_VALID -> keys.issue(good.notYetValid());
                case OTHER_AUTHORITY -> keys.issueByAnother(good);
            };
        }
    }

    record Refusal(
            Engine engine, TlsVersion version, Flaw flaw, ClientProgram client, ProgramExit exit, Alert expected) {}

    List<Refusal> refusals() {
        String expired = "certificate has expired";
        String early = "certificate is not yet valid";
        String unknown = "unable to get local issuer certificate";
        // Neither says what is wrong.
        ProgramExit gnutls = failure(1, "PKI verification of server certificate failed");
        ProgramExit twisted = failure(1, "certificate verify failed");
        return forEachEngineAndVersion((engine, version) -> List.of(
                new Refusal(engine, version, Flaw.EXPIRED, OPENSSL, failure(1, expired), CERTIFICATE_EXPIRED),
                new Refusal(engine, version, Flaw.EXPIRED, GNUTLS, gnutls, BAD_CERTIFICATE),
                new Refusal(engine, version, Flaw.EXPIRED, CURL, failure(60, expired), CERTIFICATE_EXPIRED),
                new Refusal(engine, version, Flaw.EXPIRED, TWISTED, twisted, CERTIFICATE_EXPIRED),
                new Refusal(engine, version, Flaw.NOT_YET_VALID, OPENSSL, failure(1, early), BAD_CERTIFICATE),
                new Refusal(engine, version, Flaw.NOT_YET_VALID, GNUTLS, gnutls, BAD_CERTIFICATE),
                new Refusal(engine, version, Flaw.NOT_YET_VALID, CURL, failure(60, early), BAD_CERTIFICATE),
                new Refusal(engine, version, Flaw.NOT_YET_VALID, TWISTED, twisted, BAD_CERTIFICATE),
                new Refusal(engine, version, Flaw.OTHER_AUTHORITY, OPENSSL, failure(1, unknown), UNKNOWN_CA),
                new Refusal(engine, version, Flaw.OTHER_AUTHORITY, GNUTLS, gnutls, BAD_CERTIFICATE),
                new Refusal(engine, version, Flaw.OTHER_AUTHORITY, CURL, failure(60, unknown), UNKNOWN_CA),
                new Refusal(engine, version, Flaw.OTHER_AUTHORITY, TWISTED, twisted, UNKNOWN_CA)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void clientsRefuseWhatTheyShould(Refusal row) throws Exception {
        OurServer server = OurServer.of(row.engine, row.flaw.issue(keys)).in(row.version);

        check(server, row.client.call(keys), row.exit, refused(row.expected));
    }

    record OtherName(
            Engine engine, TlsVersion version, ClientProgram client, ProgramExit exit, List<Outcome> expected) {}

    /** OpenSSL and GnuTLS look for the name during the handshake; curl and Twisted after it, and then may reset. */
    List<OtherName> otherNames() {
        Outcome refused = refused(BAD_CERTIFICATE);
        Outcome reset = new Outcome.Reset();
        return forEachEngineAndVersion((engine, version) -> List.of(
                new OtherName(engine, version, OPENSSL, failure(1, "hostname mismatch"), List.of(refused)),
                new OtherName(engine, version, GNUTLS, failure(1, "PKI verification", "failed"), List.of(refused)),
                new OtherName(
                        engine,
                        version,
                        CURL,
                        failure(60, "no alternative certificate"),
                        List.of(agreed(version), reset)),
                new OtherName(engine, version, TWISTED, failure(1, "DNSMismatch"), List.of(reset))));
    }

    @ParameterizedTest
    @MethodSource("otherNames")
    void clientsRefuseAnotherName(OtherName row) throws Exception {
        OurServer server = OurServer.of(row.engine, keys.issue(CertificateSpec.server("else.test")))
                .in(row.version);

        check(server, row.client.call(keys), row.exit, row.expected.toArray(Outcome[]::new));
    }

    /**
     * A client and a server that have nothing in common.
     *
     * @param options of the client
     * @param server the only version that our server speaks; empty for all
     */
    record NothingInCommon(
            Engine engine, ClientProgram client, String options, Optional<TlsVersion> server, Alert expected) {
        NothingInCommon(Engine engine, ClientProgram client, String options, Alert expected) {
            this(engine, client, options, Optional.empty(), expected);
        }
    }

    List<NothingInCommon> nothingInCommon() {
        Optional<TlsVersion> only12 = Optional.of(TLS_1_2);
        Optional<TlsVersion> only13 = Optional.of(TLS_1_3);
        List<NothingInCommon> all = new ArrayList<>();
        for (Engine engine : engines) {
            all.addAll(List.of(
                    new NothingInCommon(engine, OPENSSL, "-tls1 -cipher DEFAULT@SECLEVEL=0", PROTOCOL_VERSION),
                    new NothingInCommon(engine, OPENSSL, "-tls1_1 -cipher DEFAULT@SECLEVEL=0", PROTOCOL_VERSION),
                    new NothingInCommon(engine, GNUTLS, "--priority=NORMAL:-VERS-ALL:+VERS-TLS1.0", PROTOCOL_VERSION),
                    new NothingInCommon(engine, GNUTLS, "--priority=NORMAL:-VERS-ALL:+VERS-TLS1.1", PROTOCOL_VERSION),
                    new NothingInCommon(engine, OPENSSL, "-tls1_2", only13, PROTOCOL_VERSION),
                    new NothingInCommon(engine, OPENSSL, "-tls1_3", only12, PROTOCOL_VERSION),
                    // Without forward secrecy.
                    new NothingInCommon(engine, OPENSSL, "-tls1_2 -cipher AES128-GCM-SHA256", HANDSHAKE_FAILURE),
                    // In CBC mode.
                    new NothingInCommon(engine, OPENSSL, "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA", HANDSHAKE_FAILURE)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("nothingInCommon")
    void whatIsTooOldIsRefused(NothingInCommon row) throws Exception {
        OurServer server = OurServer.of(row.engine, keys.server());

        check(
                row.server.map(server::in).orElse(server),
                row.client.call(keys).with(row.options),
                row.client.received(row.expected),
                failed(NOTHING_IN_COMMON, row.expected));
    }

    /** @param reply the record of TLS that our server sends, in hexadecimal digits; the version in it may be any */
    record FirstBytes(Engine engine, OldHello hello, String reply, Outcome expected) {}

    List<FirstBytes> firstBytes() {
        String protocolVersion = "1503..00020246";
        List<FirstBytes> all = new ArrayList<>();
        for (Engine engine : engines) {
            all.addAll(List.of(
                    new FirstBytes(
                            engine, OldHello.SSL_3, protocolVersion, failed(NOTHING_IN_COMMON, PROTOCOL_VERSION)),
                    new FirstBytes(engine, OldHello.SSL_2, "", failed(NOT_TLS)),
                    new FirstBytes(engine, OldHello.HTTP, "", failed(NOT_TLS)),
                    new FirstBytes(engine, OldHello.TEXT, "", failed(NOT_TLS))));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("firstBytes")
    void whatIsNoTlsIsRefused(FirstBytes row) throws Exception {
        OurServer server = OurServer.of(row.engine, keys.server());
        try (OurTls.Server serving = ourTls.serve("127.0.0.1", server, keys, LineServer::new)) {
            String reply = row.hello.send(serving.port());

            assertTrue(reply.matches(row.reply), reply);
            row.expected.check(serving.next().outcome(), () -> reply);
        }
    }

    record RevokedClient(
            Engine engine,
            TlsVersion version,
            ClientProgram client,
            boolean isRevoked,
            ProgramExit exit,
            Outcome expected) {}

    List<RevokedClient> revokedClients() {
        return forEachEngineAndVersion((engine, version) -> {
            Outcome good = agreed(version).with("alice");
            Outcome revoked = failed(CERTIFICATE, CERTIFICATE_REVOKED);
            Alert told = engine == Engine.BC ? CERTIFICATE_REVOKED : CERTIFICATE_UNKNOWN;
            List<RevokedClient> all = new ArrayList<>();
            for (ClientProgram client : ClientProgram.values()) {
                all.add(new RevokedClient(engine, version, client, false, success(), good));
                all.add(new RevokedClient(engine, version, client, true, client.received(told), revoked));
            }
            return all;
        });
    }

    @ParameterizedTest
    @MethodSource("revokedClients")
    void weRefuseClientsThatTheirAuthorityHasRevoked(RevokedClient row) throws Exception {
        IssuedCertificate revoked = keys.issue(CertificateSpec.client("eve"));
        OurServer server = server(row.engine, row.version).asking(NEED).withCrl(keys.revoke(revoked));
        String shown = row.isRevoked ? keys.store(revoked) : alice;

        check(server, row.client.call(keys).showing(shown), row.exit, row.expected);
    }

    /** @param option the client's option for a file of revocation lists */
    record RevokedServer(
            Engine engine, TlsVersion version, ClientProgram client, String option, ProgramExit exit, Alert expected) {}

    /** Twisted checks no list. */
    List<RevokedServer> revokedServers() {
        ProgramExit openssl = failure(1, "certificate revoked");
        ProgramExit gnutls = failure(1, "revoked");
        ProgramExit curl = failure(60, "certificate revoked");
        return forEachEngineAndVersion((engine, version) -> List.of(
                new RevokedServer(engine, version, OPENSSL, "-crl_check -CRL", openssl, CERTIFICATE_REVOKED),
                new RevokedServer(engine, version, GNUTLS, "--x509crlfile", gnutls, BAD_CERTIFICATE),
                new RevokedServer(engine, version, CURL, "--crlfile", curl, CERTIFICATE_REVOKED)));
    }

    @ParameterizedTest
    @MethodSource("revokedServers")
    void clientsRefuseWhatItsAuthorityHasRevoked(RevokedServer row) throws Exception {
        IssuedCertificate revoked = keys.issue(CertificateSpec.server("localhost"));
        OurServer server = OurServer.of(row.engine, revoked).in(row.version);
        String option = row.option + " " + keys.revoke(revoked);

        check(server, row.client.call(keys).with(option), row.exit, refused(row.expected));
    }
}
