package dev.sennit.tls.bc;

import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeyKind;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.CertificateRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.function.Consumer;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The decisions of a client that BouncyCastle's protocol asks for, for one connection. */
final class BouncyClient extends AbstractTlsClient {
    private final TlsClientConfig client;
    private final BouncyConfig shared;
    private final SessionCache<String> sessions;
    private final BouncyCrypto crypto;
    private final Optional<String> sentName;
    private final Consumer<TlsSession> opened;
    private boolean shown;

    BouncyClient(
            TlsClientConfig client,
            BouncyConfig shared,
            SessionCache<String> sessions,
            BouncyCrypto crypto,
            Consumer<TlsSession> opened) {
        super(crypto);
        this.client = client;
        this.shared = shared;
        this.sessions = sessions;
        this.crypto = crypto;
        this.sentName = client.sentName();
        this.opened = opened;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return shared.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return shared.suites();
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    protected Vector<Integer> getSupportedGroups(Vector roles) {
        return BouncyConfig.vector(
                shared.settings().groups().stream().map(NamedGroup::code).toList());
    }

    /** Returns the best group and the best older one, so that servers without the first need no second round trip. */
    @Override
    public Vector<Integer> getEarlyKeyShareGroups() {
        List<Integer> early = new ArrayList<>();
        for (NamedGroup group : shared.settings().groups()) {
            early.add(group.code());
            if (group != NamedGroup.X25519MLKEM768) {
                break;
            }
        }
        return BouncyConfig.vector(early);
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
        return SignatureSchemes.accepted();
    }

    /** Requests no stapled OCSP response, since it would not be checked. */
    @Override
    protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    @Override
    protected @Nullable Vector<ServerName> getSNIServerNames() {
        return sentName.map(name -> BouncyConfig.vector(
                        List.of(new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII)))))
                .orElse(null);
    }

    @Override
    protected @Nullable Vector<ProtocolName> getProtocolNames() {
        return shared.alpn();
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        requireOfferedProtocol();
    }

    /**
     * Refuses an application protocol that was not offered, if the server has chosen one. BouncyCastle does not call
     * {@link #processServerExtensions} where a session of TLS 1.2 is resumed.
     */
    void requireOfferedProtocol() throws IOException {
        ProtocolName answer = context.getSecurityParametersHandshake().getApplicationProtocol();
        Vector<ProtocolName> offered = shared.alpn();
        if (answer != null && offered != null && !offered.contains(answer)) {
            throw new TlsFatalAlert(
                    Alerts.ILLEGAL_PARAMETER,
                    "the server chose the application protocol '"
                            + BouncyConfig.some(List.of(BouncyConfig.text(answer)))
                            + "', we offered "
                            + BouncyConfig.some(shared.settings().alpn()) + " (RFC 7301, section 3.2)");
        }
    }

    @Override
    public int getMaxCertificateChainLength() {
        return shared.settings().limits().chainLength();
    }

    /** Leaves the limits to the inspector, which has one for each type of message. */
    @Override
    public int getMaxHandshakeMessageSize() {
        return TlsLimits.MAX_MESSAGE_BYTES;
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** Leaves the signatures of certificates to the trust. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public org.bouncycastle.tls.@Nullable TlsSession getSessionToResume() {
        return sessions.find(client.name(), sentName).orElse(null);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new Authentication();
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        org.bouncycastle.tls.TlsSession session = context.getSession();
        TlsSession agreed = shared.session(context, crypto, sentName);
        if (!agreed.resumed() && !isTls13() && session != null && session.getSessionID().length > 0) {
            sessions.keep(client.name(), session, sentName);
        }
        shown |= !agreed.localChain().isEmpty();
        opened.accept(agreed);
    }

    boolean hasShownCertificate() {
        return shown;
    }

    private boolean isTls13() {
        return TlsUtils.isTLSv13(context.getServerVersion());
    }

    /** Checks the server's certificate, and shows a certificate if the server requests one. */
    private final class Authentication implements TlsAuthentication {
        @Override
        public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
            if (shown.getCertificate() == null || shown.getCertificate().isEmpty()) {
                throw new TlsFatalAlert(Alerts.BAD_CERTIFICATE, "the server showed no certificate");
            }
            try {
                client.trust().checkServer(shared.peerChain(shown.getCertificate()), client.name());
            } catch (CertificateRefusedException refused) {
                throw new TlsFatalAlert((short) refused.alert(), refused);
            }
        }

        @Override
        public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
            KeySelector identities = client.keys().orElse(null);
            if (identities == null) {
                return null;
            }
            Vector<?> accepted = request.getSupportedSignatureAlgorithms();
            Set<KeyKind> kinds = SignatureSchemes.kinds(accepted, isTls13());
            if (!isTls13()) {
                kinds.removeIf(kind -> !Arrays.contains(request.getCertificateTypes(), type(kind)));
            }
            Optional<CertifiedKey> identity = identities.choose(Optional.empty(), kinds);
            if (identity.isEmpty()) {
                return null;
            }
            Optional<SignatureAndHashAlgorithm> scheme =
                    SignatureSchemes.choose(identity.get().kind(), accepted, isTls13());
            if (scheme.isEmpty()) {
                return null;
            }
            byte[] requestContext = isTls13() ? request.getCertificateRequestContext() : TlsUtils.EMPTY_BYTES;
            shown = true;
            return shared.credentials(identity.get()).signer(context, crypto, scheme.get(), isTls13(), requestContext);
        }

        private static short type(KeyKind kind) {
            return EnumSet.of(KeyKind.RSA, KeyKind.RSA_PSS).contains(kind)
                    ? ClientCertificateType.rsa_sign
                    : ClientCertificateType.ecdsa_sign;
        }
    }
}
