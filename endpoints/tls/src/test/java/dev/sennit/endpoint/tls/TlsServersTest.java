package dev.sennit.endpoint.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.Pem;
import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.endpoint.tcp.TcpModule;
import dev.sennit.testing.LogCapture;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.Listener;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.x509.key.WatchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the arguments of a TLS server do. */
class TlsServersTest {
    private static final Duration TWO_LOOKS = Duration.ofSeconds(25);

    private final TlsNetwork net = new TlsNetwork();
    private final TestFiles files;

    TlsServersTest(@TempDir Path directory) {
        files = TestFiles.in(directory);
    }

    private String client(int port) {
        return "tls:" + TestFiles.NAME + ":" + port + files.trust();
    }

    private X509Certificate shown(int port) {
        return net.session(client(port)).peerChain().get(0);
    }

    @Test
    void aChangedFileIsTakenOverAndABadOneIsNot() {
        int port = net.listen("tls:0" + files.identity("site"));
        X509Certificate first = shown(port);

        IssuedCertificate next = files.issue("site", CertificateSpec.server(TestFiles.NAME, "other.test"));
        assertEquals(first, shown(port), "nothing has looked yet");
        net.network.advance(TWO_LOOKS);
        assertEquals(next.certificate(), shown(port));

        try (LogCapture log = LogCapture.of("dev.sennit.x509.key")) {
            files.write("site.pem", "no certificate any more\n");
            net.network.advance(TWO_LOOKS);
            assertEquals(next.certificate(), shown(port));
            List<String> said = log.take();
            assertEquals(1, said.size(), said::toString);
            assertTrue(said.get(0).contains(files.file("site.pem").toString()), said::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "jdk"})
    void aPkcs12StoreIsServedAndWatched(String engine) {
        IssuedCertificate first = files.authority().issue(TestFiles.NAME);
        files.store("site", first, "right");
        int port = net.listen("tls:0:cert=" + files.file("site.p12") + ":keyPassword=right:engine=" + engine);
        assertEquals(first.certificate(), shown(port));

        IssuedCertificate next = files.authority().issue(TestFiles.NAME);
        files.store("site", next, "right");
        net.network.advance(TWO_LOOKS);
        assertEquals(next.certificate(), shown(port));
    }

    @Test
    void aSymbolicLinkThatLeadsElsewhereIsAChange() throws IOException {
        IssuedCertificate next = files.issue("next", CertificateSpec.server(TestFiles.NAME));
        for (String ending : List.of("pem", "key")) {
            Files.createSymbolicLink(files.file("live." + ending), files.file("site." + ending));
        }
        int port = net.listen("tls:0" + files.identity("live"));
        assertNotEquals(next.certificate(), shown(port));

        for (String ending : List.of("pem", "key")) {
            Files.delete(files.file("live." + ending));
            Files.createSymbolicLink(files.file("live." + ending), files.file("next." + ending));
        }
        net.network.advance(TWO_LOOKS);

        assertEquals(next.certificate(), shown(port));
    }

    @Test
    void theWatchOverFilesEndsWithTheListener() {
        Listener closed = net.open("tls:0" + files.identity("site"));
        Listener drained = net.open("tls:0" + files.identity("site"));
        net.network.await(closed.close());
        net.network.await(drained.drain(Duration.ofSeconds(1)));
        net.notListening(ListenFailedException.class, "tls:0:interface=192.0.2.200" + files.identity("site"));

        net.network.run(); // which would not end while a timer is set again and again
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a missing file,   ':cert=DIR/none.pem',                    'none.pem: '",
        "a missing key,    ':cert=DIR/ca.pem',                      'ca.pem: '",
        "another's key,    ':cert=DIR/ca.pem:key=DIR/site.key',     'site.key and DIR/ca.pem: '",
        "no PEM,           ':cert=DIR/garbage.pem',                 'garbage.pem'",
        "a damaged line,   ':cert=DIR/damaged.pem:key=DIR/site.key','damaged.pem:'",
        "a locked key,     ':cert=DIR/site.pem:key=DIR/locked.key', 'locked.key'",
        "a wrong password, ':cert=DIR/site.pem:key=DIR/locked.key:keyPassword=geheim', 'locked.key'",
        "a locked store,   ':cert=DIR/site.p12',                    'DIR/site.p12: the PKCS#12 store has a password'",
        "a wrong password, ':cert=DIR/site.p12:keyPassword=geheim', 'DIR/site.p12: wrong password, or a damaged'",
        "a file as folder, ':sni=DIR/site.pem',                     'site.pem: cannot be read: it is not a directory'",
        "an empty folder,  ':sni=DIR/empty',                        'empty'",
        "no authority,     ':cert=DIR/site.pem:key=DIR/site.key:clientCa=DIR/none.pem', 'none.pem: '",
        "no key log,       ':cert=DIR/site.pem:key=DIR/site.key:keyLog=DIR/none/k', 'connections to DIR/none/k: there"
                + " is no such directory'",
        "a key elsewhere,  ':cert=DIR/bare.pem',                    'name the file of the key too (key)'",
        "no list,          ':cert=DIR/site.pem:key=DIR/site.key:clientCa=DIR/ca.pem:crl=DIR/ca.pem', 'DIR/ca.pem'",
    })
    void whatIsWrongWithAFileFailsTheAnswerWithItsName(String ignoredName, String arguments, String told)
            throws IOException {
        Files.createDirectory(files.file("empty"));
        files.store("site", files.authority().issue(TestFiles.NAME), "right");
        files.write("bare.pem", files.authority().issue(TestFiles.NAME).chainPem());
        files.write("garbage.pem", "what is this?\n");
        files.write("damaged.pem", Files.readString(files.file("site.pem")).replaceFirst("\n(....)", "\n!$1"));
        files.write("locked.key", files.authority().issue(TestFiles.NAME).keyPem("right".toCharArray()));
        String directory = files.directory().toString();

        ListenFailedException failure =
                net.notListening(ListenFailedException.class, "tls:0" + arguments.replace("DIR", directory));

        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("cannot listen on tls:0:"), message);
        assertTrue(message.contains(told.replace("DIR", directory)), message);
        assertFalse(message.contains("geheim"), message);
        assertEquals(ListenFailedException.Kind.OTHER, failure.kind(), message);
    }

    @Test
    void filesAreReadWhenItListensAndNotBefore() {
        var endpoint = net.servers.server("tls:0" + files.identity("late"));
        files.issue("late", CertificateSpec.server(TestFiles.NAME));

        Listener open = net.network.await(endpoint.listen(net.served));

        assertTrue(net.session(client(TlsNetwork.port(open))).version().compareTo(TlsVersion.TLS_1_2) >= 0);
    }

    @Test
    void aKeyMayBeEncryptedAndTheChainInAFileOfItsOwn() {
        var lower = files.authority().intermediate("lower");
        IssuedCertificate issued = lower.issue(TestFiles.NAME);
        files.write("leaf.pem", issued.chainPem().substring(0, issued.chainPem().indexOf("-----BEGIN", 10)));
        files.write("chain.pem", lower.identity().chainPem());
        files.write("leaf.key", issued.keyPem("right".toCharArray()));

        int port = net.listen("ssl:0:privateKey=" + files.file("leaf.key") + ":certKey=" + files.file("leaf.pem")
                + ":extraCertChain=" + files.file("chain.pem") + ":keyPassword=right");

        assertEquals(issued.certificate(), shown(port));
    }

    @Test
    void aDirectoryHasAnIdentityForEachName() throws IOException {
        TestFiles sites = new TestFiles(Files.createDirectory(files.file("sites")), files.authority());
        IssuedCertificate one = sites.issue("one", CertificateSpec.server("one.test"));
        IssuedCertificate other = sites.issue("default", CertificateSpec.server("other.test", "site.test"));
        int port = net.listen("tls:0:sni=" + files.file("sites"));

        assertEquals(
                one.certificate(),
                net.session("tls:one.test:" + port + files.trust()).peerChain().get(0));
        assertEquals(
                other.certificate(),
                net.session("tls:x:" + port + ":sni=other.test" + files.trust())
                        .peerChain()
                        .get(0));
        assertEquals(other.certificate(), shown(port));
    }

    @ParameterizedTest(name = "clientAuth {0}")
    @CsvSource({"'', false", ":clientAuth=need, false", ":clientAuth=want, true", ":clientAuth=none, true"})
    void clientsShowACertificateWhereOneIsNeeded(String clientAuth, boolean welcomeWithout) {
        files.issue("me", CertificateSpec.client("me"));
        int port = net.listen("tls:0:clientCa=" + files.file("ca.pem") + clientAuth + files.identity("site"));

        int shown =
                net.session(client(port) + files.identity("me")).localChain().size();
        assertEquals(clientAuth.endsWith("none") ? 0 : 1, shown);
        if (welcomeWithout) {
            assertEquals(List.of(), net.session(client(port)).localChain());
        } else {
            net.failure(TlsNetwork.EndedByServer.class, client(port));
            net.failure(NetworkException.class, client(port) + ":maxVersion=1.2");
        }
    }

    @Test
    void whatClientsShowIsLimitedByTheString() {
        files.issue("me", CertificateSpec.client("me"));
        String server = "tls:0:clientCa=" + files.file("ca.pem") + files.identity("site");
        int strict = net.listen(server + ":certificateLimit=100");

        TlsFailedException refused = net.tlsFailure(client(strict) + ":maxVersion=1.2" + files.identity("me"));
        assertEquals(OptionalInt.of(47), refused.alert(), refused.toString());
        int usual = net.listen(server);
        assertEquals(
                1,
                net.session(client(usual) + files.identity("me")).localChain().size());
    }

    @Test
    void whatServersShowIsLimitedByTheString() {
        int port = net.listen("tls:0" + files.identity("site"));

        TlsFailedException refused = net.tlsFailure(client(port) + ":certificateLimit=100");
        assertEquals(TlsFailedException.Kind.LIMIT, refused.kind(), refused.toString());
        TlsFailedException inAll = net.tlsFailure(client(port) + ":handshakeLimit=100");
        assertEquals(TlsFailedException.Kind.LIMIT, inAll.kind(), inAll.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":engine=jdk"})
    void clientsAreServedWithMoreAuthoritiesThanARequestHasRoomFor(String engine) throws IOException {
        StringBuilder authorities =
                new StringBuilder(files.authority().identity().chainPem());
        for (int i = 0; i < 850; i++) {
            authorities.append(CertificateAuthority.selfSigned(
                            CertificateSpec.authority("Issuing authority " + (1000 + i) + " " + "a".repeat(40)),
                            Clock.systemUTC())
                    .chainPem());
        }
        files.write("lots.pem", authorities.toString());
        files.issue("me", CertificateSpec.client("me"));
        try (LogCapture log = LogCapture.of("dev.sennit.tls.bc")) {
            int port = net.listen("tls:0:clientCa=" + files.file("lots.pem") + engine + files.identity("site"));
            assertEquals(engine.isEmpty() ? 1 : 0, log.take().size());
            assertEquals(
                    1,
                    net.session(client(port) + files.identity("me"))
                            .localChain()
                            .size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void aClientThatALaterListRevokesIsRefused(String version) {
        IssuedCertificate lost = files.issue("lost", CertificateSpec.client("lost"));
        files.issue("kept", CertificateSpec.client("kept"));
        files.write("list.pem", Pem.crl(files.authority().crl()));
        int port = net.listen(
                "tls:0:clientCa=" + files.file("ca.pem") + ":crl=" + files.file("list.pem") + files.identity("site"));
        ClientEndpoint lostClient =
                net.clients.client(client(port) + ":maxVersion=" + version + files.identity("lost"));
        assertEquals(1, net.session(lostClient).localChain().size());
        assertFalse(net.session(lostClient).resumed(), "each time it is judged");

        files.write("list.pem", Pem.crl(files.authority().crl(lost.certificate())));
        net.network.advance(WatchSettings.DEFAULT_PERIOD.multipliedBy(3));

        assertThrows(RuntimeException.class, () -> net.session(lostClient));
        assertEquals(
                1,
                net.session(client(port) + files.identity("kept")).localChain().size());
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "'', '', TLS_1_3",
        "'', :maxVersion=1.2, TLS_1_2",
        ":maxVersion=1.2, '', TLS_1_2",
        ":sslmethod=TLSv1_2_METHOD, '', TLS_1_2",
        ":minVersion=1.3, '', TLS_1_3",
        ":engine=jdk, :engine=jdk, TLS_1_3",
    })
    void theNewestVersionInCommonIsSpoken(String ofServer, String ofClient, TlsVersion expected) {
        int port = net.listen("tls:0" + ofServer + files.identity("site"));

        assertEquals(expected, net.session(client(port) + ofClient).version());
    }

    @Test
    void anApplicationProtocolIsAgreedOn() {
        int port = net.listen("tls:0:alpn=h2,http/1.1" + files.identity("site"));

        assertEquals(
                Optional.of("http/1.1"),
                net.session(client(port) + ":alpn=http/1.1").alpn());
        assertEquals(Optional.empty(), net.session(client(port)).alpn());
        net.failure(NetworkException.class, client(port) + ":alpn=imap");
    }

    @Test
    void theHandshakeHasATimeLimit() {
        int port = net.listen("tls:0:handshakeTimeout=3s" + files.identity("site"));
        var silent = net.network.await(
                net.clients.client("tcp:" + TestFiles.NAME + ":" + port).connect(Witness.collecting()));

        net.network.advance(Duration.ofSeconds(2));
        assertFalse(silent.isLost());
        net.network.advance(Duration.ofSeconds(2));
        assertTrue(silent.isLost());
    }

    @Test
    void withoutACertificateOneIsMadeForDevelopmentAndOneLineSaysSo() {
        Path certs = files.file("certs");
        net.servers = net.servers.withRegistry(EndpointRegistry.of(List.of(new TlsModule(certs), new TcpModule())));
        try (LogCapture log = LogCapture.of("dev.sennit.endpoint.tls")) {
            int first = net.listen("tls:0");
            List<String> said = log.take();
            assertEquals(1, said.size(), said::toString);
            assertTrue(said.get(0).startsWith("tls:0: no cert= is given"), said::toString);
            assertTrue(said.get(0).contains("made for development: "), said::toString);

            int second = net.listen("tls:0");
            said = log.take();
            assertEquals(1, said.size(), said::toString);
            assertFalse(said.get(0).contains("made for development: "), said::toString);

            String trust = ":trust=" + certs.resolve("ca.pem");
            TlsSession session = net.session("tls:localhost:" + first + trust);
            assertEquals(
                    session.peerChain(),
                    net.session("tls:localhost:" + second + trust).peerChain());
        }
    }

    @Test
    void aPlaceWhereNoDevelopmentCertificateCanBeMadeIsNamed() {
        Path notADirectory = files.file("ca.pem");
        net.servers =
                net.servers.withRegistry(EndpointRegistry.of(List.of(new TlsModule(notADirectory), new TcpModule())));

        ListenFailedException failure = net.notListening(ListenFailedException.class, "tls:0");

        assertEquals(
                "cannot listen on tls:0: no cert= is given, and there is no certificate for development: "
                        + notADirectory
                        + ": is not a directory, and certificates need one: choose another; or name a certificate with"
                        + " cert=",
                failure.getMessage());
    }

    @Test
    void aPortBesideAnotherEndpointIsOnlyAName() {
        int port = net.listen("ssl:8001:over=[ssl:0" + files.identity("site") + "]" + files.identity("site"));

        assertNotEquals(8001, port);
        net.session("tls:" + TestFiles.NAME + ":8001:over=[" + client(port) + "]" + files.trust());
    }
}
