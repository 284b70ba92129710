package dev.sennit.tls.bc;

import dev.sennit.tls.TlsVersion;
import dev.sennit.x509.key.CertifiedKey;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** A server by BouncyCastle, whose answers to the extensions of a client are set by hand. */
final class AnsweringServer extends DefaultTlsServer {
    private final CertifiedKey identity;
    private final TlsVersion version;
    private final byte[] sessionId = new byte[32];
    private @Nullable ProtocolName protocol;
    private @Nullable CertificateStatus status;
    private @Nullable TlsSession earlier;
    private @Nullable TlsSession session;

    /** Makes one with an ECDSA identity. */
    AnsweringServer(CertifiedKey identity, TlsVersion version) {
        super(new BcTlsCrypto(new SecureRandom()));
        this.identity = identity;
        this.version = version;
        new SecureRandom().nextBytes(sessionId);
    }

    /** Answers with this protocol whenever the client offers any. */
    AnsweringServer withProtocol(ProtocolName answer) {
        protocol = answer;
        return this;
    }

    /** Staples this status whenever the client asks for one. */
    AnsweringServer withStatus(CertificateStatus stapled) {
        status = stapled;
        return this;
    }

    /** Resumes the session of another server whose handshake is done. */
    AnsweringServer withSessionOf(AnsweringServer other) {
        earlier = other.session;
        return this;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return version == TlsVersion.TLS_1_3 ? ProtocolVersion.TLSv13.only() : ProtocolVersion.TLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    protected @Nullable ProtocolName selectProtocolName() {
        return protocol;
    }

    @Override
    public @Nullable CertificateStatus getCertificateStatus() {
        return status;
    }

    @Override
    public @Nullable TlsSession getSessionToResume(byte[] id) {
        return earlier;
    }

    @Override
    public byte[] getNewSessionID() {
        return sessionId;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        session = context.getSession();
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
        BcTlsCrypto crypto = (BcTlsCrypto) context.getCrypto();
        return BouncyConfig.Credentials.of(identity, crypto)
                .signer(
                        context,
                        crypto,
                        SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256),
                        version == TlsVersion.TLS_1_3,
                        TlsUtils.EMPTY_BYTES);
    }
}
