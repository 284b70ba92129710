package dev.sennit.transport.tls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.transport.error.TlsFailed;
import dev.sennit.transport.error.TlsFailed.Kind;
import dev.sennit.transport.tls.NamedGroup;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsImplementation;
import dev.sennit.transport.tls.TlsSession;
import dev.sennit.transport.tls.TlsSettings;
import dev.sennit.transport.tls.TlsVersion;
import dev.sennit.transport.tls.identity.Identity;
import dev.sennit.transport.tls.jdk.JdkEngines;
import dev.sennit.transport.tls.trust.Trust;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that offers application protocols, and what a server answers (RFC 7301). */
class AlpnAnswerTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final String NAME = "server.example";
    private static final int ILLEGAL_PARAMETER = 47;

    /** Who does the work on the client's side. */
    private enum Engine {
        BC,
        JDK
    }

    private static EnginePair.End client(Engine engine, TlsVersion version, String answer, String... offered)
            throws IOException {
        TlsImplementation implementation =
                engine == Engine.BC ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK;
        TlsClient client = TlsClient.of(NAME)
                .withTrust(Trust.of(AUTHORITY.certificate()))
                .withSettings(TlsSettings.DEFAULT
                        .withImplementation(implementation)
                        .withVersions(version, version)
                        .withGroups(List.of(NamedGroup.SECP256R1))
                        .withAlpn(offered));
        EnginePair.End end =
                new EnginePair.End(engine == Engine.BC ? BouncyEngines.client(client) : JdkEngines.client(client));
        TlsServerProtocol peer = new TlsServerProtocol();
        peer.accept(new AnsweringServer(version, answer));
        end.shakeHands(peer);
        return end;
    }

    @ParameterizedTest
    @CsvSource({"BC, TLS_1_2", "BC, TLS_1_3", "JDK, TLS_1_2", "JDK, TLS_1_3"})
    void refusesAProtocolThatItHasNotOffered(Engine engine, TlsVersion version) throws IOException {
        for (String answer : new String[] {"three", "on", "One", "one "}) {
            EnginePair.End client = client(engine, version, answer, "one", "two");

            TlsFailed failed = assertInstanceOf(TlsFailed.class, client.failure, answer);
            assertNull(client.session);
            assertEquals(Kind.VIOLATION, failed.kind(), failed.toString());
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
            EnginePair.End client = client(engine, version, "two", "one", "two");

            TlsSession session = client.session;
            assertEquals(Optional.of("two"), session == null ? null : session.alpn(), () -> "" + client.failure);
        }
    }

    /** Answers with one protocol, whatever was offered. */
    private static final class AnsweringServer extends DefaultTlsServer {
        private final TlsVersion version;
        private final String answer;

        AnsweringServer(TlsVersion version, String answer) {
            super(new BcTlsCrypto(new SecureRandom()));
            this.version = version;
            this.answer = answer;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return version == TlsVersion.TLS_1_3 ? ProtocolVersion.TLSv13.only() : ProtocolVersion.TLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        /** Asked whenever the client offers any. */
        @Override
        protected ProtocolName selectProtocolName() {
            return ProtocolName.asUtf8Encoding(answer);
        }

        @Override
        protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
            return signer();
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            return signer();
        }

        private TlsCredentialedSigner signer() throws IOException {
            IssuedCertificate issued = AUTHORITY.issue(CertificateSpec.server(NAME));
            BcTlsCrypto crypto = (BcTlsCrypto) context.getCrypto();
            return Credentials.of(Identity.of(issued.key(), issued.chain()), crypto)
                    .signer(
                            context,
                            crypto,
                            SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256),
                            version == TlsVersion.TLS_1_3,
                            TlsUtils.EMPTY_BYTES);
        }
    }
}
