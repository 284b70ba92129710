package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.testing.LogCapture;
import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BouncyEngineTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final Trust TRUST = Trust.of(AUTHORITY.certificate());
    private static final String NAME = "server.example";

    private static CertifiedKey identity(KeyAlgorithm kind, String name) {
        IssuedCertificate issued = AUTHORITY.issue(CertificateSpec.server(name).key(kind));
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    private static TlsServerConfig server() {
        return TlsServerConfig.of(identity(KeyAlgorithm.ECDSA_P256, NAME));
    }

    private static TlsClientConfig client() {
        return TlsClientConfig.of(NAME).withTrust(TRUST);
    }

    private static EnginePair shaken(TlsClientConfig client, TlsServerConfig server) {
        return new EnginePair(BouncyEngines.client(client), BouncyEngines.server(server)).shakeHands(1 << 20);
    }

    private static TlsSession session(EnginePair.End end) {
        TlsSession agreed = end.session;
        if (agreed == null) {
            throw new AssertionError("the handshake is not done", end.failure);
        }
        return agreed;
    }

    private static TlsSettings only(TlsVersion version) {
        return TlsSettings.DEFAULT.withVersions(version, version);
    }

    @Test
    void agreesOnTheBestOfEverythingByDefault() {
        EnginePair pair = shaken(client(), server());

        TlsSession atClient = session(pair.client);
        assertEquals(TlsVersion.TLS_1_3, atClient.version());
        assertEquals(CipherSuite.TLS_AES_128_GCM_SHA256, atClient.suite());
        assertEquals(Optional.of(NamedGroup.X25519MLKEM768), atClient.group());
        assertEquals(Optional.of(NAME), session(pair.server).serverName());
        assertEquals(atClient.channelBinding(), session(pair.server).channelBinding());
        assertEquals(
                2,
                atClient.peerChain().size() + session(pair.server).localChain().size());
    }

    static List<Object[]> everyKeyVersionAndSuite() {
        List<Object[]> rows = new ArrayList<>();
        for (KeyAlgorithm key : List.of(
                KeyAlgorithm.ECDSA_P256, KeyAlgorithm.ECDSA_P384, KeyAlgorithm.RSA_2048, KeyAlgorithm.ED25519)) {
            for (CipherSuite suite : CipherSuite.values()) {
                boolean rsaSuite = suite.name().contains("ECDHE_RSA");
                boolean ecdsaSuite = suite.name().contains("ECDHE_ECDSA");
                boolean rsa = key.name().startsWith("RSA");
                if (!(rsaSuite && !rsa) && !(ecdsaSuite && rsa)) {
                    rows.add(new Object[] {key, suite});
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("everyKeyVersionAndSuite")
    void speaksEverySuiteWithEveryKeyInPiecesOfAnySize(KeyAlgorithm key, CipherSuite suite) {
        TlsSettings settings = only(suite.version()).withSuites(List.of(suite));
        TlsServerConfig server = TlsServerConfig.of(identity(key, NAME)).withSettings(settings);
        for (int pieces : new int[] {1, 7, 100_000}) {
            EnginePair pair = new EnginePair(
                            BouncyEngines.client(client().withSettings(settings)), BouncyEngines.server(server))
                    .shakeHands(pieces);
            assertEquals(suite, session(pair.client).suite());

            pair.client.write("to the server");
            pair.server.write("to the client");
            pair.carry(pieces);

            assertEquals("to the server", pair.server.text());
            assertEquals("to the client", pair.client.text());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void carriesLargeWritesInFullRecords(TlsVersion version) {
        EnginePair pair = shaken(client().withSettings(only(version)), server());
        byte[] much = new byte[100_000];
        new Random(1).nextBytes(much);
        int before = pair.client.sent.size();

        pair.client.engine.write(ByteBuffer.wrap(much));
        pair.carry(70_000);

        assertArrayEquals(much, pair.server.received.toByteArray());
        assertEquals(7, pair.client.sent.size() - before);
        assertEquals(16_384, pair.server.deliveries.get(0));
    }

    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void exchangesKeysInEveryGroup(NamedGroup group) {
        TlsSettings settings = TlsSettings.DEFAULT.withGroups(
                group == NamedGroup.X25519MLKEM768 ? List.of(group, NamedGroup.X25519) : List.of(group));

        EnginePair pair = shaken(client().withSettings(settings), server());

        assertEquals(Optional.of(group), session(pair.client).group());
        assertEquals(Optional.of(group), session(pair.server).group());
    }

    @ParameterizedTest
    @EnumSource(value = NamedGroup.class, mode = EnumSource.Mode.EXCLUDE, names = "X25519MLKEM768")
    void tellsTheGroupOfTls12AndNoneOfASessionTakenUpAgain(NamedGroup group) {
        TlsServerConfig old = server().withSettings(only(TlsVersion.TLS_1_2).withGroups(List.of(group)));
        TlsEngines clients = BouncyEngines.client(client());
        TlsEngines servers = BouncyEngines.server(old);

        EnginePair first = new EnginePair(clients, servers).shakeHands(1 << 20);
        EnginePair second = new EnginePair(clients, servers).shakeHands(1 << 20);

        assertEquals(Optional.of(group), session(first.client).group());
        assertEquals(Optional.of(group), session(first.server).group());
        assertTrue(session(second.client).resumed());
        assertEquals(Optional.empty(), session(second.client).group());
        assertEquals(Optional.empty(), session(second.server).group());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void endsEachDirectionByItself(TlsVersion version) {
        EnginePair pair = shaken(client().withSettings(only(version)), server());

        pair.client.write("last words");
        pair.client.engine.endOutput();
        pair.carry(1000);
        assertTrue(pair.server.inputEnded);
        pair.server.write("the answer");
        pair.server.engine.endOutput();
        pair.carry(1000);

        assertEquals("last words", pair.server.text());
        assertEquals("the answer", pair.client.text());
        assertTrue(pair.client.inputEnded);
        assertNull(pair.client.failure);
    }

    @Test
    void takesUpASessionOfTls12Again() {
        TlsEngines clients = BouncyEngines.client(client().withSettings(only(TlsVersion.TLS_1_2)));
        TlsEngines servers = BouncyEngines.server(server());

        EnginePair first = new EnginePair(clients, servers).shakeHands(500);
        EnginePair second = new EnginePair(clients, servers).shakeHands(500);
        second.client.write("again");
        second.carry(500);

        assertFalse(session(first.client).resumed());
        assertTrue(session(second.client).resumed());
        assertTrue(session(second.server).resumed());
        assertEquals(session(first.client).peerChain(), session(second.client).peerChain());
        assertEquals("again", second.server.text());
    }

    @Test
    void agreesOnAnApplicationProtocolInTheServersOrder() {
        EnginePair pair = shaken(
                client().withSettings(TlsSettings.DEFAULT.withAlpn("one", "two")),
                server().withSettings(TlsSettings.DEFAULT.withAlpn("two", "one")));

        assertEquals(Optional.of("two"), session(pair.client).alpn());
        assertEquals(Optional.of("two"), session(pair.server).alpn());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void refusesAClientWithNoApplicationProtocolInCommon(TlsVersion version) {
        EnginePair pair = shaken(
                client().withSettings(only(version).withAlpn("smtp")),
                server().withSettings(TlsSettings.DEFAULT.withAlpn("imap")));

        assertFailure(pair.server, Kind.NOTHING_IN_COMMON, 120, "the client speaks smtp, we imap");
        assertFailure(pair.client, Kind.REFUSED_BY_PEER, 120, "no_application_protocol (120)");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void knowsItsClientsByTheirCertificates(TlsVersion version) {
        IssuedCertificate issued = AUTHORITY.issue(CertificateSpec.client("client.example"));
        CertifiedKey shown = CertifiedKey.of(issued.key(), issued.chain());
        TlsServerConfig server = server().withClients(ClientAuthentication.NEED, TRUST);
        TlsClientConfig client = client().withSettings(only(version)).withKeys(KeySelector.of(shown));

        EnginePair pair = shaken(client, server);

        assertEquals(issued.certificate(), session(pair.server).peerChain().get(0));
        assertEquals(issued.certificate(), session(pair.client).localChain().get(0));
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void refusesAClientWithoutACertificateOnlyIfOneIsNeeded(TlsVersion version) {
        TlsClientConfig client = client().withSettings(only(version));

        EnginePair needed = shaken(client, server().withClients(ClientAuthentication.NEED, TRUST));
        EnginePair wanted = shaken(client, server().withClients(ClientAuthentication.WANT, TRUST));

        TlsFailedException failure = failure(needed.server);
        assertEquals(OptionalInt.of(version == TlsVersion.TLS_1_3 ? 116 : 40), failure.alert());
        assertTrue(failure.toString().contains("the client showed no certificate"), failure.toString());
        assertEquals(List.of(), session(wanted.server).peerChain());
    }

    @Test
    void refusesAServerThatItDoesNotTrustAndTellsIt() {
        Trust other = Trust.of(CertificateAuthority.create().certificate());

        EnginePair pair = shaken(client().withTrust(other), server());

        assertFailure(pair.client, Kind.CERTIFICATE, 48, "");
        assertFailure(pair.server, Kind.REFUSED_BY_PEER, 48, "it does not know who issued our certificate");
    }

    @Test
    void refusesAServerOfAnotherName() {
        EnginePair pair = shaken(TlsClientConfig.of("other.example").withTrust(TRUST), server());

        assertFailure(pair.client, Kind.CERTIFICATE, 46, NAME);
        assertEquals(Kind.REFUSED_BY_PEER, failure(pair.server).kind());
    }

    @Test
    void refusesAVersionItDoesNotSpeak() {
        EnginePair pair = shaken(
                client().withSettings(only(TlsVersion.TLS_1_2)), server().withSettings(only(TlsVersion.TLS_1_3)));

        assertFailure(pair.server, Kind.NOTHING_IN_COMMON, 70, "TLS 1.2");
        assertFailure(pair.client, Kind.REFUSED_BY_PEER, 70, "it speaks no version that we do");
    }

    @Test
    void tellsAPeerWhoseHelloIsBroken() {
        EnginePair.End server = new EnginePair.End(BouncyEngines.server(server()));
        server.engine.start();

        server.receive(ByteBuffer.wrap(new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 0}));

        assertInstanceOf(TlsFailedException.class, server.failure);
        assertEquals(1, server.sent.size());
        assertEquals(21, server.sent.get(0).asReadOnlyBuffer().get(0));
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void refusesARecordThatWasTamperedWith(TlsVersion version) {
        EnginePair pair = shaken(client().withSettings(only(version)), server());
        pair.client.write("secret");
        byte[] record =
                new byte[pair.client.sent.get(pair.client.sent.size() - 1).length()];
        pair.client.sent.get(pair.client.sent.size() - 1).asReadOnlyBuffer().get(record);
        record[record.length - 1] ^= 1;

        pair.server.receive(ByteBuffer.wrap(record));

        assertFailure(pair.server, Kind.VIOLATION, 20, "bad_record_mac (20)");
        assertEquals("", pair.server.text());
    }

    @Test
    void refusesARecordLongerThanTheRulesAllow() {
        EnginePair pair = shaken(client(), server());

        pair.server.receive(ByteBuffer.wrap(new byte[] {23, 3, 3, 0x42, 0}));

        assertFailure(pair.server, Kind.VIOLATION, 22, "16896");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void takesAnEndWithoutCloseNotifyForTruncation(TlsVersion version) {
        EnginePair pair = shaken(client().withSettings(only(version)), server());

        TlsFailedException truncated = assertThrows(TlsFailedException.class, () -> pair.server.engine.receiveEnd());

        assertEquals(Kind.TRUNCATED, truncated.kind());
    }

    @Test
    void changesItsKeysAsItWritesMuch() throws IOException {
        EnginePair pair = shaken(client(), server());
        byte[] one = new byte[1];
        for (int i = 0; i < (1 << 20) + 3; i++) {
            pair.client.engine.write(ByteBuffer.wrap(one));
            if (pair.client.sent.size() > 1000) {
                pair.carry(1 << 20);
                pair.client.forgetSent();
            }
        }
        pair.carry(1 << 20);

        assertNull(pair.server.failure);
        assertEquals((1 << 20) + 3, pair.server.received.size());
    }

    @Test
    void writesTheSecretsForWiresharkIfAsked(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys.log");
        EnginePair pair = shaken(client().withSettings(TlsSettings.DEFAULT.withKeyLog(file)), server());
        session(pair.client);

        List<String> labels = Files.readAllLines(file).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();

        assertEquals(
                List.of(
                        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                        "CLIENT_TRAFFIC_SECRET_0",
                        "SERVER_TRAFFIC_SECRET_0"),
                labels);
        assertNotEquals(0, Files.size(file));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no directory,  none/keys.log, there is no such directory",
        "a directory,   '.',           it is a directory",
        "below a file,  plain/keys,    not a directory",
    })
    void refusesAKeyLogThatCannotBeWritten(String name, String path, String said, @TempDir Path folder)
            throws IOException {
        Files.createFile(folder.resolve("plain"));
        Path file = folder.resolve(path);
        TlsClientConfig client = client().withSettings(TlsSettings.DEFAULT.withKeyLog(file));

        UncheckedIOException failure = assertThrows(UncheckedIOException.class, () -> BouncyEngines.client(client));

        assertEquals(
                "cannot write the secrets of TLS connections to " + file + ": " + said, failure.getMessage(), name);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a symbolic link,            link,      it is a symbolic link; name the file itself",
        "a link to nothing,          dangling,  it is a symbolic link; name the file itself",
        "a named pipe,               pipe,      it is no regular file",
        "a file that others read,    rw-r--r--, 'its permissions are rw-r--r--, so that others than its owner may use"
                + " it; wanted rw------- (chmod 600)'",
        "a file that a group writes, rw--w----, 'its permissions are rw--w----, so that others than its owner may use"
                + " it; wanted rw------- (chmod 600)'",
    })
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void refusesAKeyLogThatOthersCouldRead(String name, String kind, String said, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve("keys.log");
        Path other = folder.resolve("other");
        switch (kind) {
            case "link" -> Files.createSymbolicLink(file, Files.createFile(other));
            case "dangling" -> Files.createSymbolicLink(file, other);
            case "pipe" ->
                assertEquals(
                        0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
            default -> Files.setPosixFilePermissions(Files.createFile(file), PosixFilePermissions.fromString(kind));
        }
        TlsClientConfig client = client().withSettings(TlsSettings.DEFAULT.withKeyLog(file));

        UncheckedIOException failure = assertThrows(UncheckedIOException.class, () -> BouncyEngines.client(client));

        assertEquals(
                "cannot write the secrets of TLS connections to " + file + ": " + said, failure.getMessage(), name);
        assertTrue(!Files.exists(other) || Files.size(other) == 0);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void makesAKeyLogForItsOwnerAndLeavesItWhenItHasBecomeALink(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys.log");
        Path other = Files.createFile(folder.resolve("other"));
        try (LogCapture log = LogCapture.of("dev.sennit.tls.bc")) {
            TlsEngines engines = BouncyEngines.client(client().withSettings(TlsSettings.DEFAULT.withKeyLog(file)));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            Files.delete(file);
            Files.createSymbolicLink(file, other);

            session(new EnginePair(engines, BouncyEngines.server(server())).shakeHands(1 << 20).client);

            assertEquals(0, Files.size(other));
            assertEquals(2, log.messages().size(), () -> log.messages().toString());
        }
    }

    @Test
    void warnsOnceOfAKeyLogThatCannotBeWrittenAnyMore(@TempDir Path folder) throws IOException {
        Path file = Files.createDirectory(folder.resolve("logs")).resolve("keys.log");
        try (LogCapture log = LogCapture.of("dev.sennit.tls.bc")) {
            TlsEngines engines = BouncyEngines.client(client().withSettings(TlsSettings.DEFAULT.withKeyLog(file)));
            TlsEngines servers = BouncyEngines.server(server());
            assertEquals(1, log.messages().size());
            Files.delete(file);
            Files.delete(file.getParent());

            session(new EnginePair(engines, servers).shakeHands(1 << 20).client);
            session(new EnginePair(engines, servers).shakeHands(1 << 20).client);
            assertEquals(2, log.messages().size(), () -> log.messages().toString());

            Files.createDirectory(file.getParent());
            session(new EnginePair(engines, servers).shakeHands(1 << 20).client);
            assertEquals(4, Files.readAllLines(file).size());
            assertEquals(2, log.messages().size());
        }
    }

    private static TlsFailedException failure(EnginePair.End end) {
        return assertInstanceOf(TlsFailedException.class, end.failure, () -> "no failure; session " + end.session);
    }

    private static void assertFailure(EnginePair.End end, Kind kind, int alert, String said) {
        TlsFailedException failure = failure(end);
        assertEquals(kind, failure.kind(), failure.toString());
        assertEquals(OptionalInt.of(alert), failure.alert(), failure.toString());
        assertTrue(failure.toString().contains(said), failure.toString());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void saysThatACertificateIsNeeded(TlsVersion version) {
        TlsServerConfig server =
                server().withClients(ClientAuthentication.NEED, TRUST).withSettings(only(version));
        TlsFailedException failure = failure(shaken(client(), server).server);

        assertEquals(Kind.CERTIFICATE, failure.kind());
        assertEquals(OptionalInt.of(version == TlsVersion.TLS_1_3 ? 116 : 40), failure.alert());
        assertEquals("TLS: the client showed no certificate, and one is needed", failure.getMessage());
    }

    @Test
    void saysWhetherASuiteIsMissingOrACertificate() {
        List<CipherSuite> aes128 = List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        List<CipherSuite> aes256 = List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384);
        TlsSettings old = only(TlsVersion.TLS_1_2);
        assertEquals(
                "TLS: we ended the handshake with the alert handshake_failure (40): the client offers the cipher suites"
                        + " C02B, 00FF, of which we speak none",
                failure(shaken(
                                        client().withSettings(old.withSuites(aes128)),
                                        server().withSettings(old.withSuites(aes256)))
                                .server)
                        .getMessage());
        TlsServerConfig nobody = TlsServerConfig.of(KeySelector.none());
        assertEquals(
                "TLS: we ended the handshake with the alert handshake_failure (40): there is no certificate for the"
                        + " name 'server.example' whose key the client can verify",
                failure(shaken(client(), nobody).server).getMessage());
    }

    @Test
    void showsNoCertificateOnACurveThatAClientOfTls12HasNotListed() {
        TlsSettings settings = only(TlsVersion.TLS_1_2).withGroups(List.of(NamedGroup.X25519));
        CertifiedKey ec = identity(KeyAlgorithm.ECDSA_P256, NAME);
        CertifiedKey rsa = identity(KeyAlgorithm.RSA_2048, NAME);

        EnginePair both =
                shaken(client().withSettings(settings), TlsServerConfig.of(KeySelector.byName(List.of(ec, rsa))));
        assertEquals(rsa.chain(), session(both.client).peerChain());

        EnginePair one = shaken(client().withSettings(settings), TlsServerConfig.of(ec));
        assertFailure(one.server, Kind.NOTHING_IN_COMMON, 40, "whose key the client can verify");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void saysThatNoGroupIsInCommon(TlsVersion version) {
        TlsSettings theirs = only(version).withGroups(List.of(NamedGroup.SECP256R1));
        TlsSettings ours = TlsSettings.DEFAULT.withGroups(List.of(NamedGroup.X25519, NamedGroup.SECP384R1));
        EnginePair pair = shaken(client().withSettings(theirs), server().withSettings(ours));

        assertFailure(
                pair.server,
                Kind.NOTHING_IN_COMMON,
                40,
                "the client offers the groups 0017, of which we speak none: x25519, secp384r1");
    }
}
