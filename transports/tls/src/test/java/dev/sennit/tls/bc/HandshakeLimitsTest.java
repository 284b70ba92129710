package dev.sennit.tls.bc;

import static dev.sennit.tls.bc.BentPeer.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.SubjectName;
import dev.sennit.testing.LogCapture;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.bc.BentPeer.Plain;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a peer's handshake messages may be, and what is not sent because a peer need not take it. */
class HandshakeLimitsTest {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int CERTIFICATE = 11;
    private static final int CERTIFICATE_REQUEST = 13;
    private static final int CLIENT_KEY_EXCHANGE = 16;
    private static final int FINISHED = 20;
    private static final int HEADER_BYTES = 4;

    private static final int UNEXPECTED_MESSAGE = 10;
    private static final int ILLEGAL_PARAMETER = 47;

    private static final String NAME = "server.example";
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final Trust TRUST = Trust.of(AUTHORITY.certificate());
    private static final CertifiedKey SHORT = identity(AUTHORITY, CertificateSpec.server(NAME));

    private static CertifiedKey identity(CertificateAuthority authority, CertificateSpec spec) {
        IssuedCertificate issued = authority.issue(spec);
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    /** A certificate of about 60 bytes for each of so many names. */
    private static CertifiedKey withNames(int count) {
        List<SubjectName> names = new ArrayList<>(List.of(new SubjectName.Dns(NAME)));
        IntStream.range(0, count)
                .forEach(i -> names.add(new SubjectName.Dns("h" + (10_000 + i) + "." + "a".repeat(42) + ".example")));
        return identity(AUTHORITY, CertificateSpec.leaf(names));
    }

    private static TlsSettings settings(TlsVersion version, UnaryOperator<TlsLimits> change) {
        return TlsSettings.DEFAULT.withVersions(version, version).withLimits(change.apply(TlsLimits.DEFAULT));
    }

    private static TlsClientConfig client(TlsVersion version, UnaryOperator<TlsLimits> change) {
        return TlsClientConfig.of(NAME).withTrust(TRUST).withSettings(settings(version, change));
    }

    private static TlsServerConfig server(TlsVersion version, CertifiedKey identity) {
        return TlsServerConfig.of(identity).withSettings(settings(version, limits -> limits));
    }

    private static EnginePair.End met(TlsClientConfig client, TlsServerConfig server) {
        EnginePair.End target = new EnginePair.End(BouncyEngines.client(client));
        BentPeer.server(server, (type, bytes) -> List.of(new Plain(type, bytes)))
                .meet(target);
        return target;
    }

    private static void assertRefused(EnginePair.End target, Kind kind, int alert, String said) {
        TlsFailedException failure =
                assertInstanceOf(TlsFailedException.class, target.failure, () -> "session " + target.session);
        assertEquals(kind, failure.kind(), failure.toString());
        assertEquals(OptionalInt.of(alert), failure.alert(), failure.toString());
        assertTrue(failure.toString().contains(said), failure.toString());
    }

    /** The length of a server's message of this type, without its header. */
    private static int length(int message, TlsServerConfig server) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        boolean[] within = {false};
        EnginePair.End target = new EnginePair.End(BouncyEngines.client(
                client(TlsVersion.TLS_1_3, limits -> limits).withSettings(server.settings())));
        BentPeer.server(server, (type, bytes) -> {
                    boolean begins = type == HANDSHAKE && bytes[0] == message && !within[0];
                    within[0] |= begins;
                    if (within[0] && (begins || sent.size() < HEADER_BYTES + announced(sent.toByteArray()))) {
                        sent.writeBytes(bytes);
                    }
                    return List.of(new Plain(type, bytes));
                })
                .meet(target);
        return announced(sent.toByteArray());
    }

    private static int announced(byte[] message) {
        return (message[1] & 0xFF) << 16 | (message[2] & 0xFF) << 8 | (message[3] & 0xFF);
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void takesCertificatesUpToTheLimit(TlsVersion version) {
        TlsServerConfig server = server(version, withNames(1000));
        int length = length(CERTIFICATE, server);
        assertTrue(length > 58_000, "" + length);

        assertNull(met(client(version, limits -> limits), server).failure);
        assertNull(met(client(version, limits -> limits.withCertificateBytes(length)), server).failure);
        assertRefused(
                met(client(version, limits -> limits.withCertificateBytes(length - 1)), server),
                Kind.LIMIT,
                ILLEGAL_PARAMETER,
                "the peer sent Certificate of " + length + " bytes; the limit is " + (length - 1)
                        + " (certificateBytes)");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void takesCertificateRequestsUpToTheLimit(TlsVersion version) {
        TlsServerConfig server = server(version, SHORT).withClients(ClientAuthentication.WANT, new Naming(330));
        int length = length(CERTIFICATE_REQUEST, server);
        assertTrue(length > 35_000, "" + length);

        assertNull(met(client(version, limits -> limits), server).failure);
        assertNull(met(client(version, limits -> limits.withCertificateRequestBytes(length)), server).failure);
        assertRefused(
                met(client(version, limits -> limits.withCertificateRequestBytes(length - 1)), server),
                Kind.LIMIT,
                ILLEGAL_PARAMETER,
                "the peer sent CertificateRequest of " + length);
    }

    @Test
    void refusesAnyOtherMessageOverTheLimitByItsHeader() {
        EnginePair.End server = new EnginePair.End(BouncyEngines.server(server(TlsVersion.TLS_1_3, SHORT)));
        BentPeer client = BentPeer.client(
                client(TlsVersion.TLS_1_3, limits -> limits),
                (type, bytes) -> List.of(new Plain(type, bytes(CLIENT_HELLO, 0, 0x80, 1))));
        client.meet(server);
        assertRefused(
                server, Kind.LIMIT, ILLEGAL_PARAMETER, "ClientHello of 32769 bytes; the limit is 32768 (messageBytes)");
        assertEquals(OptionalInt.of(ILLEGAL_PARAMETER), client.alert());

        EnginePair.End target = new EnginePair.End(
                BouncyEngines.client(client(TlsVersion.TLS_1_3, limits -> limits.withMessageBytes(90))));
        BentPeer.server(server(TlsVersion.TLS_1_3, SHORT), (type, bytes) -> List.of(new Plain(type, bytes)))
                .meet(target);
        assertRefused(target, Kind.LIMIT, ILLEGAL_PARAMETER, "the limit is 90 (messageBytes)");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void takesChainsOf32(TlsVersion version) {
        CertificateAuthority issuer = AUTHORITY;
        for (int depth = 1; depth < 32; depth++) {
            issuer = issuer.intermediate("Issuer " + depth);
        }
        CertifiedKey deep = identity(issuer, CertificateSpec.server(NAME));
        assertEquals(32, deep.chain().size());

        assertNull(met(client(version, limits -> limits), server(version, deep)).failure);
        assertRefused(
                met(client(version, limits -> limits.withChainLength(31)), server(version, deep)),
                Kind.LIMIT,
                ILLEGAL_PARAMETER,
                "a chain of more than 31 certificates");
        IssuedCertificate deeper = issuer.intermediate("Issuer 32").issue(CertificateSpec.server(NAME));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CertifiedKey.of(deeper.key(), deeper.chain()));
        assertTrue(String.valueOf(refused.getMessage()).contains("longer than 32 certificates"), refused.toString());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void theJdkTakesLessAndSaysWhichOfItsPropertiesIsTheLimit(TlsVersion version) {
        TlsClientConfig client = client(version, limits -> limits);
        TlsEngines jdk =
                JdkEngines.client(client.withSettings(client.settings().withImplementation(TlsImplementation.JDK)));
        CertificateAuthority issuer = AUTHORITY;
        for (int depth = 1; depth < 11; depth++) {
            issuer = issuer.intermediate("Issuer " + depth);
        }
        CertifiedKey deep = identity(issuer, CertificateSpec.server(NAME));

        EnginePair large =
                new EnginePair(jdk, BouncyEngines.server(server(version, withNames(1000)))).shakeHands(1 << 20);
        EnginePair chain = new EnginePair(jdk, BouncyEngines.server(server(version, deep))).shakeHands(1 << 20);

        assertLimit(large.client, "jdk.tls.maxHandshakeMessageSize");
        assertLimit(chain.client, "jdk.tls.maxCertificateChainLength");
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, true", "TLS_1_3, false"})
    void theJdkIsHeldToTheseLimitsInClear(TlsVersion version, boolean inClear) {
        CertifiedKey chain = identity(AUTHORITY.intermediate("Issuer"), CertificateSpec.server(NAME));
        List<UnaryOperator<TlsLimits>> changes =
                List.of(limits -> limits.withCertificateBytes(90), limits -> limits.withChainLength(1));
        for (UnaryOperator<TlsLimits> change : changes) {
            TlsClientConfig client = client(version, change);
            TlsSettings settings = client.settings().withImplementation(TlsImplementation.JDK);

            EnginePair pair = new EnginePair(
                            JdkEngines.client(client.withSettings(settings)),
                            BouncyEngines.server(server(version, chain)))
                    .shakeHands(1 << 20);

            if (inClear) {
                assertRefused(pair.client, Kind.LIMIT, ILLEGAL_PARAMETER, "the limit is");
            } else {
                assertNull(pair.client.failure);
            }
        }
    }

    private static void assertLimit(EnginePair.End target, String property) {
        TlsFailedException failure =
                assertInstanceOf(TlsFailedException.class, target.failure, () -> "session " + target.session);
        assertEquals(Kind.LIMIT, failure.kind(), failure.toString());
        assertTrue(
                failure.toString().endsWith("the limit is the JDK's system property " + property), failure.toString());
    }

    @Test
    void showsNoCertificateThatAClientWouldNotTakeByDefault() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> withNames(2400));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("a client accepts 131072 by default"),
                refused.toString());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void takesNoCertificateThatItHasNotAskedFor(TlsVersion version) {
        EnginePair.End target = new EnginePair.End(BouncyEngines.server(server(version, SHORT)));
        int replaced = version == TlsVersion.TLS_1_2 ? CLIENT_KEY_EXCHANGE : FINISHED;
        BentPeer.client(
                        client(version, limits -> limits),
                        (type, bytes) -> List.of(
                                type == HANDSHAKE && bytes[0] == replaced
                                        ? new Plain(type, bytes(CERTIFICATE, 0, 1, 0))
                                        : new Plain(type, bytes)))
                .meet(target);
        assertRefused(target, Kind.VIOLATION, UNEXPECTED_MESSAGE, "the peer may not send Certificate");
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void leavesOutAListOfAuthoritiesThatDoesNotFit(TlsVersion version) {
        TlsServerConfig server = server(version, SHORT).withClients(ClientAuthentication.WANT, new Naming(701));
        try (LogCapture log = LogCapture.of("dev.sennit.tls.bc")) {
            TlsEngines servers = BouncyEngines.server(server);
            assertEquals(1, log.messages().size());
            String warning = log.messages().get(0);
            assertTrue(warning.contains("the 701 authorities whose clients are accepted"), warning);
            assertTrue(warning.contains("clients are asked without them"), warning);

            EnginePair pair = new EnginePair(BouncyEngines.client(client(version, limits -> limits)), servers)
                    .shakeHands(1 << 20);
            assertNull(pair.client.failure);
            assertNull(pair.server.failure);
        }
        assertTrue(length(CERTIFICATE_REQUEST, server) < 256);
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void sendsAListOfAuthoritiesThatFits(TlsVersion version) {
        int most = 0;
        for (int count = 560; count < 620; count++) {
            TlsServerConfig server = server(version, SHORT).withClients(ClientAuthentication.WANT, new Naming(count));
            int length = length(CERTIFICATE_REQUEST, server);
            most = Math.max(most, length);
            assertTrue(length <= TlsLimits.DEFAULT.certificateRequestBytes(), count + ": " + length);
        }
        assertTrue(most > 65_000, "" + most);
    }

    /** Names so many authorities, each in 111 bytes, and believes no client. */
    private record Naming(int count) implements Trust {
        @Override
        public void checkServer(List<X509Certificate> chain, String name) {
            throw new AssertionError("there is no server to judge");
        }

        @Override
        public void checkClient(List<X509Certificate> chain) {
            throw new AssertionError("no client shows a certificate");
        }

        @Override
        public List<X500Principal> acceptedIssuers() {
            return IntStream.range(0, count)
                    .mapToObj(i -> new X500Principal("CN=Issuing authority " + (1000 + i) + " " + "a".repeat(70)))
                    .toList();
        }
    }
}
