package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Peers of TLS 1.2 without the extended master secret (RFC 7627) or without secure renegotiation (RFC 5746): BouncyCastle's
 * engine refuses them, an {@code SSLEngine} speaks to them. The peer's hello is changed on its way.
 */
class LegacyPeerTest {
    private static final String NAME = "server.example";
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final int HANDSHAKE_FAILURE = 40;

    private static final String EXTENDED_MASTER_SECRET = "00170000";
    private static final String UNKNOWN_EXTENSION = "5a5a0000";
    private static final String RENEGOTIATION_INFO = "ff01000100";
    private static final String RENEGOTIATION_SUITE = "00ff";
    private static final String UNKNOWN_SUITE = "5a5a";

    private static TlsSettings settings(boolean jdk) {
        return TlsSettings.DEFAULT
                .withImplementation(jdk ? TlsImplementation.JDK : TlsImplementation.BOUNCY_CASTLE)
                .withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
    }

    private static TlsEngines server(boolean jdk) {
        IssuedCertificate issued = AUTHORITY.issue(CertificateSpec.server(NAME));
        TlsServerConfig server = TlsServerConfig.of(CertifiedKey.of(issued.key(), issued.chain()))
                .withSettings(settings(jdk));
        return jdk ? JdkEngines.server(server) : BouncyEngines.server(server);
    }

    private static TlsEngines client(boolean jdk) {
        TlsClientConfig client = TlsClientConfig.of(NAME)
                .withTrust(Trust.of(AUTHORITY.certificate()))
                .withSettings(settings(jdk));
        return jdk ? JdkEngines.client(client) : BouncyEngines.client(client);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "bc,  without the extended master secret, " + EXTENDED_MASTER_SECRET + ", " + UNKNOWN_EXTENSION,
        "bc,  without RFC 5746,                   " + RENEGOTIATION_SUITE + ", " + UNKNOWN_SUITE,
        "jdk, without the extended master secret, " + EXTENDED_MASTER_SECRET + ", " + UNKNOWN_EXTENSION,
        "jdk, without RFC 5746,                   " + RENEGOTIATION_SUITE + ", " + UNKNOWN_SUITE,
    })
    void isAClient(String engine, String what, String from, String to) {
        EnginePair.End server = new EnginePair.End(server(engine.equals("jdk")));
        EnginePair.End client = new EnginePair.End(client(false));
        server.engine.start();
        client.engine.start();
        String hello = HexFormat.of().formatHex(client.sentSince().get(0).toByteArray());
        int at = from.equals(RENEGOTIATION_SUITE) ? hello.indexOf(from + "0100") : hello.indexOf(from);
        assertTrue(at > 0, hello);

        server.receive(bytes(hello.substring(0, at) + to + hello.substring(at + to.length())));

        assertJudged(engine, server);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "bc,  without the extended master secret, " + EXTENDED_MASTER_SECRET,
        "bc,  without RFC 5746,                   " + RENEGOTIATION_INFO,
        "jdk, without the extended master secret, " + EXTENDED_MASTER_SECRET,
        "jdk, without RFC 5746,                   " + RENEGOTIATION_INFO,
    })
    void isAServer(String engine, String what, String removed) {
        EnginePair.End server = new EnginePair.End(server(false));
        EnginePair.End client = new EnginePair.End(client(engine.equals("jdk")));
        server.engine.start();
        client.engine.start();
        client.sentSince().forEach(sent -> server.receive(sent.asReadOnlyBuffer()));
        Bytes flight = Bytes.EMPTY;
        for (Bytes sent : server.sentSince()) {
            flight = flight.plus(sent);
        }

        client.receive(bytes(without(HexFormat.of().formatHex(flight.toByteArray()), removed)));

        assertJudged(engine, client);
    }

    private static void assertJudged(String engine, EnginePair.End end) {
        if (engine.equals("jdk")) {
            assertNull(end.failure);
            assertTrue(!end.sentSince().isEmpty(), "it goes on");
            return;
        }
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, end.failure);
        assertEquals(OptionalInt.of(HANDSHAKE_FAILURE), failed.alert(), failed.toString());
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    /** A flight that begins with a ServerHello in a record of its own, whose lengths are corrected. */
    private static String without(String flight, String removed) {
        int recordBytes = Integer.parseInt(flight.substring(6, 10), 16);
        int end = 10 + 2 * recordBytes;
        int sessionIdBytes = Integer.parseInt(flight.substring(86, 88), 16);
        int extensionsAt = 88 + 2 * (sessionIdBytes + 3);
        int extensionBytes = Integer.parseInt(flight.substring(extensionsAt, extensionsAt + 4), 16);
        int at = flight.indexOf(removed, extensionsAt);
        assertTrue(at > 0 && at < end, flight);
        int count = removed.length() / 2;
        return flight.substring(0, 6)
                + "%04x".formatted(recordBytes - count)
                + flight.substring(10, 12)
                + "%06x".formatted(recordBytes - 4 - count)
                + flight.substring(18, extensionsAt)
                + "%04x".formatted(extensionBytes - count)
                + flight.substring(extensionsAt + 4, at)
                + flight.substring(at + removed.length());
    }
}
