package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.TlsServerProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that offers application protocols, and what a server answers (RFC 7301). */
class AlpnAnswerTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final String NAME = "server.example";
    private static final int ILLEGAL_PARAMETER = 47;
    private static final byte[] NO_UTF_8 = {(byte) 0xFF, (byte) 0xFE};

    /** Who does the work on the client's side. */
    private enum Engine {
        BC,
        JDK
    }

    private static TlsEngines client(Engine engine, TlsVersion version) {
        TlsImplementation implementation =
                engine == Engine.BC ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK;
        TlsClientConfig client = TlsClientConfig.of(NAME)
                .withTrust(Trust.of(AUTHORITY.certificate()))
                .withSettings(TlsSettings.DEFAULT
                        .withImplementation(implementation)
                        .withVersions(version, version)
                        .withGroups(List.of(NamedGroup.SECP256R1))
                        .withAlpn("one", "two"));
        return engine == Engine.BC ? BouncyEngines.client(client) : JdkEngines.client(client);
    }

    private static EnginePair.End connect(TlsEngines client, AnsweringServer server) throws IOException {
        EnginePair.End end = new EnginePair.End(client);
        TlsServerProtocol peer = new TlsServerProtocol();
        peer.accept(server);
        end.shakeHands(peer);
        return end;
    }

    private static AnsweringServer server(TlsVersion version, byte[] answer) {
        IssuedCertificate issued = AUTHORITY.issue(CertificateSpec.server(NAME));
        return new AnsweringServer(CertifiedKey.of(issued.key(), issued.chain()), version)
                .withProtocol(ProtocolName.asRawBytes(answer));
    }

    private static AnsweringServer server(TlsVersion version, String answer) {
        return server(version, answer.getBytes(StandardCharsets.UTF_8));
    }

    private static TlsSession session(EnginePair.End end) {
        TlsSession session = end.session;
        if (session == null) {
            throw new AssertionError("the handshake is not done", end.failure);
        }
        return session;
    }

    private static TlsFailedException assertRefused(EnginePair.End client, String what) {
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, client.failure, what);
        assertNull(client.session);
        assertEquals(Kind.VIOLATION, failed.kind(), failed.toString());
        return failed;
    }

    @ParameterizedTest
    @CsvSource({"BC, TLS_1_2", "BC, TLS_1_3", "JDK, TLS_1_2", "JDK, TLS_1_3"})
    void refusesAProtocolThatItHasNotOffered(Engine engine, TlsVersion version) throws IOException {
        for (String answer : new String[] {"three", "on", "One", "one "}) {
            EnginePair.End client = connect(client(engine, version), server(version, answer));

            TlsFailedException failed = assertRefused(client, answer);
            if (engine == Engine.BC) {
                assertEquals(OptionalInt.of(ILLEGAL_PARAMETER), failed.alert(), failed.toString());
                assertTrue(failed.toString().contains("'" + answer + "'"), failed.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesAProtocolThatItHasOffered(Engine engine) throws IOException {
        for (TlsVersion version : TlsVersion.values()) {
            EnginePair.End client = connect(client(engine, version), server(version, "two"));

            assertEquals(Optional.of("two"), session(client).alpn());
        }
    }

    @ParameterizedTest
    @CsvSource({"BC, TLS_1_2", "BC, TLS_1_3", "JDK, TLS_1_2", "JDK, TLS_1_3"})
    void refusesAProtocolThatIsNoUtf8(Engine engine, TlsVersion version) throws IOException {
        EnginePair.End client = connect(client(engine, version), server(version, NO_UTF_8));

        TlsFailedException failed = assertRefused(client, "no UTF-8");
        if (engine == Engine.BC) {
            assertEquals(OptionalInt.of(ILLEGAL_PARAMETER), failed.alert(), failed.toString());
        }
    }

    @Test
    void refusesAnotherProtocolWhenASessionIsResumed() throws IOException {
        for (byte[] answer : new byte[][] {"three".getBytes(StandardCharsets.UTF_8), NO_UTF_8}) {
            TlsEngines client = client(Engine.BC, TlsVersion.TLS_1_2);
            AnsweringServer first = server(TlsVersion.TLS_1_2, "one");
            session(connect(client, first));

            EnginePair.End resumed =
                    connect(client, server(TlsVersion.TLS_1_2, answer).withSessionOf(first));

            TlsFailedException failed = assertRefused(resumed, "resumed");
            assertEquals(OptionalInt.of(ILLEGAL_PARAMETER), failed.alert(), failed.toString());
        }
    }

    @Test
    void takesAProtocolThatItHasOfferedWhenASessionIsResumed() throws IOException {
        TlsEngines client = client(Engine.BC, TlsVersion.TLS_1_2);
        AnsweringServer first = server(TlsVersion.TLS_1_2, "one");
        session(connect(client, first));

        TlsSession resumed =
                session(connect(client, server(TlsVersion.TLS_1_2, "two").withSessionOf(first)));

        assertTrue(resumed.resumed());
        assertEquals(Optional.of("two"), resumed.alpn());
    }
}
