package dev.sennit.endpoint.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.DevelopmentIdentity;
import dev.sennit.certs.Pem;
import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.memory.LinkRules;
import dev.sennit.testing.LogCapture;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the arguments of a TLS client do. */
class TlsClientsTest {
    private final TlsNetwork net = new TlsNetwork();
    private final TestFiles files;
    private final int port;

    TlsClientsTest(@TempDir Path directory) {
        files = TestFiles.in(directory);
        port = net.listen("tls:0" + files.identity("site"));
    }

    private String site() {
        return "tls:" + TestFiles.NAME + ":" + port;
    }

    @Test
    void nobodyIsBelievedButThoseWhoAreTrusted() {
        TlsFailedException failure = net.tlsFailure(site());

        assertEquals(TlsFailedException.Kind.CERTIFICATE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("unknown issuer"), failure::getMessage);
        net.session(site() + files.trust());
        net.session(site() + ":caCertsDir=" + files.directory());
    }

    @ParameterizedTest(name = "engine {0}")
    @ValueSource(strings = {"bc", "jdk"})
    void theNameIsAlwaysChecked(String engine) {
        String rest = files.trust() + ":engine=" + engine;
        TlsFailedException failure = net.tlsFailure("tls:wrong.test:" + port + rest);

        assertEquals(TlsFailedException.Kind.CERTIFICATE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("wrong.test"), failure::getMessage);
        net.session("tls:wrong.test:" + port + ":sni=" + TestFiles.NAME + rest);
        net.session("ssl:wrong.test:" + port + ":hostname=" + TestFiles.NAME + rest);
        net.tlsFailure(site() + ":sni=wrong.test" + rest);
    }

    @Test
    void aPinnedKeyMustBeThere() throws Exception {
        byte[] key = net.session(site() + files.trust())
                .peerChain()
                .get(0)
                .getPublicKey()
                .getEncoded();
        String right = "sha256/"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        String wrong = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

        net.session(site() + files.trust() + ":pin=" + wrong + "," + right);
        TlsFailedException failure = net.tlsFailure(site() + files.trust() + ":pin=" + wrong);
        assertTrue(String.valueOf(failure.getMessage()).contains(right), failure::getMessage);
        net.tlsFailure(site() + ":pin=" + right);
    }

    @Test
    void insecureBelievesEverybodyAndIsLoud() {
        try (LogCapture log = LogCapture.of("dev.sennit.x509.trust")) {
            net.session("tls:wrong.test:" + port + ":insecure=true");
            List<String> said = log.take();
            assertEquals(1, said.size(), said::toString);
            assertEquals(
                    "certificates of TLS peers are NOT CHECKED, as was asked for (insecure): anybody in between can read"
                            + " and change everything",
                    said.get(0));
        }
    }

    @Test
    void filesAreReadWhenItConnectsAndAgainWhenTheyHaveChanged() throws IOException {
        Path trusted = files.file("trusted.pem");
        ClientEndpoint endpoint = net.clients.client(site() + ":trust=" + trusted);

        ConnectFailedException missing = assertThrows(ConnectFailedException.class, () -> net.session(endpoint));
        assertTrue(
                String.valueOf(missing.getMessage())
                        .startsWith("cannot connect to " + TestFiles.NAME + ":" + port + ": " + trusted),
                missing::getMessage);

        Files.copy(files.file("ca.pem"), trusted);
        net.session(endpoint);

        files.write("trusted.pem", CertificateAuthority.create().identity().chainPem() + "\n");
        net.tlsFailure(endpoint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({":maxVersion=1.2, true", ":engine=jdk, true", "'', false"})
    void anEndpointResumesItsSessionsWhereItsEngineCan(String arguments, boolean resumes) {
        int server = net.listen("tls:0" + files.identity("site") + arguments);
        String text = "tls:" + TestFiles.NAME + ":" + server + files.trust() + arguments;
        ClientEndpoint endpoint = net.clients.client(text);

        assertFalse(net.session(endpoint).resumed());
        assertEquals(resumes, net.session(endpoint).resumed());
        assertFalse(net.session(text).resumed(), "another endpoint knows nothing of them");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"tcp:site.test:1:via=[%s]", "tcp:a.test:1:via=[tcp:b.test:2:via=[%s]]"})
    void anEndpointThatLeadsToAnotherKeepsItsSessions(String around) {
        int server = net.listen("tls:0:engine=jdk" + files.identity("site"));
        String tls = "tls:" + TestFiles.NAME + ":" + server + ":engine=jdk" + files.trust();
        ClientEndpoint endpoint = net.clients.client(around.formatted(tls));

        assertFalse(net.session(endpoint).resumed());
        assertTrue(net.session(endpoint).resumed());
        assertTrue(net.session(endpoint).resumed());
    }

    @Test
    void aWrongCertificateOfOursFailsTheAnswerWithItsName() {
        String own = ":cert=" + files.file("ca.pem") + ":key=" + files.file("site.key");
        ConnectFailedException failure = net.failure(ConnectFailedException.class, site() + files.trust() + own);

        assertTrue(String.valueOf(failure.getMessage()).contains("site.key and "), failure::getMessage);
    }

    @Test
    void aServerThatALaterListRevokesIsRefused() {
        files.write("list.pem", Pem.crl(files.authority().crl()));
        ClientEndpoint endpoint = net.clients.client(site() + files.trust() + ":crl=" + files.file("list.pem"));
        X509Certificate site = net.session(endpoint).peerChain().get(0);

        files.write("list.pem", Pem.crl(files.authority().crl(site)));

        TlsFailedException refused = net.tlsFailure(endpoint);
        assertTrue(String.valueOf(refused.getMessage()).contains(" was revoked on "), refused::getMessage);
        assertEquals(OptionalInt.of(44), refused.alert());
    }

    @ParameterizedTest
    @ValueSource(strings = {":maxVersion=1.2", ":engine=jdk"})
    void whereListsAreAskedNoSessionIsResumedUnjudged(String arguments) {
        files.write("list.pem", Pem.crl(files.authority().crl()));
        int server = net.listen("tls:0" + files.identity("site") + arguments);
        ClientEndpoint endpoint = net.clients.client(
                "tls:" + TestFiles.NAME + ":" + server + files.trust() + arguments + ":crl=" + files.file("list.pem"));

        assertFalse(net.session(endpoint).resumed());
        assertFalse(net.session(endpoint).resumed());
    }

    @Test
    void aListOfAnotherKeyIsNamedInTheRefusal() {
        CertificateAuthority other = CertificateAuthority.create();
        files.write("list.pem", Pem.crl(other.crl()));

        TlsFailedException refused = net.tlsFailure(site() + files.trust() + ":crl=" + files.file("list.pem"));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(" may have been revoked: " + files.file("list.pem") + ":1: "), message);
        assertTrue(message.contains(" is not signed with the key of this certificate's issuer"), message);
    }

    @Test
    void aListInDerIsReadUpToItsLimit() throws IOException, CRLException {
        Path list = Files.write(files.file("list.crl"), files.authority().crl().getEncoded());
        String text = site() + files.trust() + ":crl=" + list;
        assertFalse(net.session(text).peerChain().isEmpty());
        assertFalse(
                net.session(text + ":crlLimit=" + Files.size(list)).peerChain().isEmpty());

        ConnectFailedException failure =
                net.failure(ConnectFailedException.class, text + ":crlLimit=" + (Files.size(list) - 1));
        assertTrue(String.valueOf(failure.getMessage()).contains(list + ": over the limit of "), failure::getMessage);
    }

    @Test
    void aKeyWithAPasswordIsRead() {
        var me = files.authority().issue(CertificateSpec.client("me"));
        files.write("me.pem", me.chainPem() + me.keyPem("right".toCharArray()));
        int server = net.listen("tls:0:clientCa=" + files.file("ca.pem") + files.identity("site"));
        String text = "tls:" + TestFiles.NAME + ":" + server + files.trust() + ":cert=" + files.file("me.pem");

        assertEquals(me.chain(), net.session(text + ":keyPassword=right").localChain());
        ConnectFailedException failure = net.failure(ConnectFailedException.class, text + ":keyPassword=geheim");
        assertFalse(String.valueOf(failure.getMessage()).contains("geheim"), failure::getMessage);
    }

    @Test
    void secretsAreWrittenWhereThatIsAskedForAndALineSaysSo() throws IOException {
        Path keys = files.file("keys.txt");
        try (LogCapture log = LogCapture.of("dev.sennit.tls.bc")) {
            net.session(site() + files.trust() + ":keyLog=" + keys);
            assertEquals(1, log.take().size());
        }
        String written = Files.readString(keys);
        assertTrue(written.contains("CLIENT_TRAFFIC_SECRET_0 "), written);
        assertTrue(written.contains("SERVER_HANDSHAKE_TRAFFIC_SECRET "), written);
    }

    @Test
    void aKeyLogThatCannotBeWrittenFailsTheAnswerWithItsName() {
        Path keys = files.file("none/keys.txt");
        ConnectFailedException failure =
                net.failure(ConnectFailedException.class, site() + files.trust() + ":keyLog=" + keys);

        assertEquals(
                "cannot connect to " + TestFiles.NAME + ":" + port + ": cannot write the secrets of TLS connections to "
                        + keys + ": there is no such directory",
                failure.getMessage());
    }

    @Test
    void theTimeLimitCoversTheHandshake() {
        int silent = silent("tcp:0");
        Duration before = net.network.elapsed();

        ConnectFailedException failure = net.failure(
                ConnectFailedException.class,
                "tls:" + TestFiles.NAME + ":" + silent + ":timeout=500ms" + files.trust());

        assertEquals(ConnectFailedException.Kind.TIMED_OUT, failure.kind());
        assertEquals(
                "cannot connect to " + TestFiles.NAME + ":" + silent + ": the TLS handshake was not done within 500ms",
                failure.getMessage());
        assertTrue(net.network.elapsed().minus(before).compareTo(Duration.ofMillis(600)) < 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "over, 'cannot connect to inner.test:1: '",
        "via, 'cannot connect to inner.test:1 via tls:outer.test:%1$d: '"
    })
    void aServerOnTheWayThatIsSilentIsTheOneThatIsNamed(String argument, String beginning) {
        int silent = silent("tcp:0");

        ConnectFailedException failure = net.failure(
                ConnectFailedException.class,
                "tls:inner.test:1:timeout=500ms:" + argument + "=[tls:outer.test:" + silent + "]");

        assertEquals(
                beginning.formatted(silent) + "cannot connect to outer.test:" + silent
                        + ": the TLS handshake was not done within 500ms",
                failure.getMessage());
        assertEquals(ConnectFailedException.Kind.TIMED_OUT, failure.kind());
        assertEquals(ConnectFailedException.Phase.HANDSHAKE, failure.phase());
        assertTrue(failure.hop().orElse("").endsWith("outer.test:" + silent), failure::toString);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"over", "via"})
    void aServerBehindTheWayThatIsSilentIsTheOneThatIsNamed(String argument) {
        files.issue("outer", CertificateSpec.server("outer.test"));
        int outer = silent("tls:0" + files.identity("outer"));

        ConnectFailedException failure = net.failure(
                ConnectFailedException.class,
                "tls:inner.test:1:timeout=500ms:" + argument + "=[tls:outer.test:" + outer + ":timeout=400ms"
                        + files.trust() + "]");

        assertEquals(
                "cannot connect to inner.test:1: the TLS handshake was not done within 500ms", failure.getMessage());
        assertEquals(Optional.empty(), failure.hop());
    }

    @Test
    void theTimeOfAnEndpointOnTheWayCountsFromTheStartAndNotFromItsHandshake() {
        int silent = silent("tcp:0");
        net.network.rules(
                net.network.host("client"),
                net.network.host("server"),
                LinkRules.DEFAULT.withDelay(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Duration before = net.network.elapsed();

        ConnectFailedException failure = net.failure(
                ConnectFailedException.class,
                "tls:inner.test:1:timeout=1m:over=[tls:outer.test:" + silent + ":timeout=5s]");

        assertEquals(
                "cannot connect to inner.test:1: cannot connect to outer.test:" + silent
                        + ": the TLS handshake was not done within 5s",
                failure.getMessage());
        assertEquals(Duration.ofSeconds(5), net.network.elapsed().minus(before));
    }

    /** Listens, and answers nothing; returns the port. */
    private int silent(String text) {
        return TlsNetwork.port(net.network.await(net.servers.server(text).listen(Witness.collecting())));
    }

    @ParameterizedTest(name = "trust missing for {0}")
    @CsvSource({"outer.test, 0, 1", "inner.test, 1, 0"})
    void aFailureSaysWithWhomItWas(String refused, int outerTrust, int innerTrust) {
        files.issue("outer", CertificateSpec.server("outer.test"));
        files.issue("inner", CertificateSpec.server("inner.test"));
        int port = net.listen("tls:1:over=[tls:0" + files.identity("outer") + "]" + files.identity("inner"));

        TlsFailedException failure =
                net.tlsFailure("tls:inner.test:1" + files.trust().repeat(innerTrust) + ":over=[tls:outer.test:" + port
                        + files.trust().repeat(outerTrust) + "]");

        assertTrue(String.valueOf(failure.getMessage()).startsWith("TLS with " + refused + ": "), failure::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "jdk"})
    void aServerThatEchoesOurGreetingSpeaksNoTls(String engine) {
        int plain =
                TlsNetwork.port(net.network.await(net.servers.server("tcp:0").listen(Witness.echoing())));

        TlsFailedException failure =
                net.tlsFailure("tls:" + TestFiles.NAME + ":" + plain + ":engine=" + engine + files.trust());

        assertEquals(
                "TLS with " + TestFiles.NAME + ": the peer speaks no TLS: a ClientHello came back from it, as from a"
                        + " server that echoes what it receives",
                failure.getMessage());
    }

    @Test
    void anUnknownAuthorityForDevelopmentIsNamedWithTheArgumentThatBelievesIt() throws IOException {
        DevelopmentIdentity made =
                DevelopmentCerts.in(files.file("dev")).identity("site", CertificateSpec.leaf(TestFiles.NAME));
        String shown = ":cert=" + made.chainFile() + ":key=" + made.keyFile();
        String text = "tls:" + TestFiles.NAME + ":" + net.listen("tls:0" + shown);

        TlsFailedException failure = net.tlsFailure(text + files.trust());

        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(" has an unknown issuer, 'CN=Sennit development CA "), message);
        assertTrue(
                message.endsWith("; that is an authority for development, whose ca.pem is beside the server's"
                        + " certificate: trust=certs/ca.pem"),
                message);
        assertFalse(
                net.session(text + ":trust=" + made.authorityFile()).peerChain().isEmpty());
    }
}
