package dev.sennit.tls.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which signatures a handshake of TLS 1.3 may have (RFC 8446, section 4.2.3): a peer signs with each. */
class CertificateVerifyTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    private static final Trust TRUST = Trust.of(AUTHORITY.certificate());
    private static final String NAME = "peer.example";
    private static final int ILLEGAL_PARAMETER = 47;

    /** What is to come of a signature. */
    private enum Verdict {
        ALLOWED,
        REFUSED,
        /** Refused; but not by every JDK, and an {@code SSLEngine} does not tell the scheme. */
        REFUSED_BUT_BY_JDK
    }

    /** A way to sign. */
    private record Signing(KeyAlgorithm key, int scheme, Verdict verdict) {
        @Override
        public String toString() {
            return key + " with " + SignatureScheme.getText(scheme);
        }
    }

    private static final List<Signing> SIGNINGS = List.of(
            new Signing(KeyAlgorithm.RSA_2048, SignatureScheme.rsa_pss_rsae_sha256, Verdict.ALLOWED),
            new Signing(KeyAlgorithm.RSA_2048, SignatureScheme.rsa_pss_rsae_sha512, Verdict.ALLOWED),
            new Signing(KeyAlgorithm.RSA_2048, SignatureScheme.rsa_pkcs1_sha256, Verdict.REFUSED_BUT_BY_JDK),
            new Signing(KeyAlgorithm.RSA_2048, SignatureScheme.rsa_pkcs1_sha512, Verdict.REFUSED_BUT_BY_JDK),
            new Signing(KeyAlgorithm.RSA_2048, SignatureScheme.rsa_pkcs1_sha1, Verdict.REFUSED),
            new Signing(KeyAlgorithm.ECDSA_P256, SignatureScheme.ecdsa_secp256r1_sha256, Verdict.ALLOWED),
            new Signing(KeyAlgorithm.ECDSA_P256, SignatureScheme.ecdsa_secp384r1_sha384, Verdict.REFUSED_BUT_BY_JDK),
            new Signing(KeyAlgorithm.ECDSA_P256, SignatureScheme.ecdsa_sha1, Verdict.REFUSED),
            new Signing(KeyAlgorithm.ECDSA_P384, SignatureScheme.ecdsa_secp384r1_sha384, Verdict.ALLOWED),
            new Signing(KeyAlgorithm.ECDSA_P384, SignatureScheme.ecdsa_secp256r1_sha256, Verdict.REFUSED_BUT_BY_JDK),
            new Signing(KeyAlgorithm.ED25519, SignatureScheme.ed25519, Verdict.ALLOWED));

    static List<Object[]> rows() {
        List<Object[]> rows = new ArrayList<>();
        for (TlsImplementation engine : List.of(TlsImplementation.BOUNCY_CASTLE, TlsImplementation.JDK)) {
            SIGNINGS.forEach(signing -> rows.add(new Object[] {engine, signing}));
        }
        return rows;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rows")
    void isJudgedByAClient(TlsImplementation implementation, Signing signing) throws IOException {
        TlsClientConfig client = TlsClientConfig.of(NAME).withTrust(TRUST).withSettings(settings(implementation));
        boolean jdk = implementation != TlsImplementation.BOUNCY_CASTLE;
        TlsServerProtocol peer = new TlsServerProtocol();
        peer.accept(new SigningServer(signing));
        run(jdk ? JdkEngines.client(client) : BouncyEngines.client(client), peer, signing, jdk);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("rows")
    void isJudgedByAServer(TlsImplementation implementation, Signing signing) throws IOException {
        TlsServerConfig server = TlsServerConfig.of(identity(CertificateSpec.server("server.example")))
                .withClients(ClientAuthentication.NEED, TRUST)
                .withSettings(settings(implementation));
        boolean jdk = implementation != TlsImplementation.BOUNCY_CASTLE;
        TlsClientProtocol peer = new TlsClientProtocol();
        peer.connect(new SigningClient(signing));
        run(jdk ? JdkEngines.server(server) : BouncyEngines.server(server), peer, signing, jdk);
    }

    private static TlsSettings settings(TlsImplementation implementation) {
        return TlsSettings.DEFAULT
                .withImplementation(implementation)
                .withVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3);
    }

    private static CertifiedKey identity(CertificateSpec spec) {
        IssuedCertificate issued = AUTHORITY.issue(spec);
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    private static void run(TlsEngines engines, TlsProtocol peer, Signing signing, boolean jdk) throws IOException {
        EnginePair.End judge = new EnginePair.End(engines);
        judge.shakeHands(peer);
        if (jdk && signing.verdict() == Verdict.REFUSED_BUT_BY_JDK && judge.session != null) {
            return;
        }
        if (signing.verdict() == Verdict.ALLOWED) {
            assertNull(judge.failure);
            assertNotNull(judge.session);
            return;
        }
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, judge.failure, signing::toString);
        assertEquals(Kind.VIOLATION, failed.kind(), failed.toString());
        if (!jdk) {
            assertEquals(OptionalInt.of(ILLEGAL_PARAMETER), failed.alert(), failed.toString());
        }
    }

    private static TlsCredentialedSigner signer(Signing signing, TlsContext context, byte[] requestContext)
            throws IOException {
        BcTlsCrypto crypto = (BcTlsCrypto) context.getCrypto();
        CertificateSpec spec = context.isServer() ? CertificateSpec.server(NAME) : CertificateSpec.client(NAME);
        return BouncyConfig.Credentials.of(identity(spec.key(signing.key())), crypto)
                .signer(
                        context,
                        crypto,
                        SignatureScheme.getSignatureAndHashAlgorithm(signing.scheme()),
                        true,
                        requestContext);
    }

    private static final class SigningServer extends DefaultTlsServer {
        private final Signing signing;

        SigningServer(Signing signing) {
            super(new BcTlsCrypto(new SecureRandom()));
            this.signing = signing;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            return signer(signing, context, new byte[0]);
        }
    }

    private static final class SigningClient extends DefaultTlsClient {
        private final Signing signing;

        SigningClient(Signing signing) {
            super(new BcTlsCrypto(new SecureRandom()));
            this.signing = signing;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv13.only();
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate shown) {}

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return signer(signing, context, request.getCertificateRequestContext());
                }
            };
        }
    }
}
