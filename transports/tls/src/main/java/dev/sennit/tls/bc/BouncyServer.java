package dev.sennit.tls.bc;

import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.handshake.AuthorityNames;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeyKind;
import dev.sennit.x509.trust.CertificateRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.AbstractTlsServer;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The decisions of a server that BouncyCastle's protocol asks for, for one connection, in the order in which it asks. */
final class BouncyServer extends AbstractTlsServer {
    private static final int SESSION_ID_BYTES = 32;

    private final TlsServerConfig server;
    private final BouncyConfig shared;
    private final SessionCache<ByteBuffer> sessions;
    private final BouncyCrypto crypto;
    private final Consumer<TlsSession> opened;
    private Optional<String> serverName = Optional.empty();
    private @Nullable CertifiedKey chosen;

    BouncyServer(
            TlsServerConfig server,
            BouncyConfig shared,
            SessionCache<ByteBuffer> sessions,
            BouncyCrypto crypto,
            Consumer<TlsSession> opened) {
        super(crypto);
        this.server = server;
        this.shared = shared;
        this.sessions = sessions;
        this.crypto = crypto;
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
    public int[] getSupportedGroups() {
        return shared.groups();
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return true;
    }

    @Override
    public boolean preferLocalSupportedGroups() {
        return true;
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
    protected @Nullable Vector<ProtocolName> getProtocolNames() {
        return shared.alpn();
    }

    @Override
    protected @Nullable ProtocolName selectProtocolName() throws IOException {
        Vector<ProtocolName> ours = getProtocolNames();
        if (ours == null) {
            return null;
        }
        ProtocolName name = selectProtocolName(clientProtocolNames, ours);
        if (name == null) {
            throw new TlsFatalAlert(
                    Alerts.NO_APPLICATION_PROTOCOL,
                    "the client speaks " + names(clientProtocolNames) + ", we "
                            + BouncyConfig.some(shared.settings().alpn()));
        }
        return name;
    }

    private static String names(Vector<?> offered) {
        // A client may send any bytes; BouncyCastle's own decoding throws where they are not UTF-8.
        return BouncyConfig.some(offered.stream()
                .map(ProtocolName.class::cast)
                .map(BouncyConfig::text)
                .toList());
    }

    @Override
    public ProtocolVersion getServerVersion() throws IOException {
        try {
            return super.getServerVersion();
        } catch (TlsFatalAlert none) {
            throw new TlsFatalAlert(
                    Alerts.PROTOCOL_VERSION,
                    "the client speaks " + offered(context.getClientSupportedVersions()) + ", we "
                            + versions(getSupportedVersions()),
                    none);
        }
    }

    /** Returns the offered versions. A hello without a list names only the newest; the protocol guesses the others. */
    private static String offered(ProtocolVersion[] listed) {
        return List.of(listed).contains(ProtocolVersion.SSLv3) ? "at most " + listed[0] : versions(listed);
    }

    private static String versions(ProtocolVersion[] listed) {
        return BouncyConfig.some(
                Stream.of(listed).map(ProtocolVersion::toString).toList());
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public void processClientExtensions(Hashtable extensions) throws IOException {
        if (isTls13() && extensions.containsKey(TlsExtensionsUtils.EXT_early_data)) {
            crypto.earlyData().offered();
        }
        serverName = named(context.getSecurityParametersHandshake().getClientServerNames());
        super.processClientExtensions(extensions);
        checkGroups(context.getSecurityParametersHandshake().getClientSupportedGroups());
    }

    /** Refuses a client without a common group; the protocol's own message would not say so. */
    private void checkGroups(int @Nullable [] offered) throws IOException {
        if (offered != null && IntStream.of(offered).noneMatch(this::speaksGroup)) {
            throw new TlsFatalAlert(
                    Alerts.HANDSHAKE_FAILURE,
                    "the client offers the groups "
                            + BouncyConfig.some(IntStream.of(offered)
                                    .mapToObj("%04X"::formatted)
                                    .toList())
                            + ", of which we speak none: "
                            + BouncyConfig.some(shared.settings().groups().stream()
                                    .filter(group -> speaksGroup(group.code()))
                                    .map(NamedGroup::standardName)
                                    .toList()));
        }
    }

    private boolean speaksGroup(int group) {
        return Arrays.contains(shared.groups(), group) && (isTls13() || group != NamedGroup.X25519MLKEM768.code());
    }

    private static Optional<String> named(@Nullable Vector<?> names) {
        if (names == null) {
            return Optional.empty();
        }
        return names.stream()
                .map(ServerName.class::cast)
                .filter(name -> name.getNameType() == NameType.host_name)
                .map(name -> new String(name.getNameData(), StandardCharsets.US_ASCII))
                .findFirst();
    }

    @Override
    public org.bouncycastle.tls.@Nullable TlsSession getSessionToResume(byte[] id) {
        return id == null || id.length == 0
                ? null
                : sessions.find(ByteBuffer.wrap(id), serverName).orElse(null);
    }

    @Override
    public byte @Nullable [] getNewSessionID() {
        return sessions.isOn() && !isTls13() ? context.getNonceGenerator().generateNonce(SESSION_ID_BYTES) : null;
    }

    /** Accepts a suite if a key can sign as the suite and the client want it. */
    @Override
    protected boolean selectCipherSuite(int suite) throws IOException {
        SecurityParameters client = context.getSecurityParametersHandshake();
        Set<KeyKind> kinds = SignatureSchemes.kinds(client.getClientSigAlgs(), isTls13());
        if (!isTls13()) {
            boolean rsa = TlsUtils.getKeyExchangeAlgorithm(suite) == KeyExchangeAlgorithm.ECDHE_RSA;
            Set<KeyKind> ofRsa = EnumSet.of(KeyKind.RSA, KeyKind.RSA_PSS);
            kinds.removeIf(kind -> ofRsa.contains(kind) != rsa);
            kinds.removeAll(SignatureSchemes.onOtherCurves(client.getClientSupportedGroups()));
        }
        Optional<CertifiedKey> identity = server.keys().choose(serverName, kinds);
        chosen = identity.orElse(null);
        return identity.isPresent() && super.selectCipherSuite(suite);
    }

    @Override
    protected String getDetailMessageNoCipherSuite() {
        int[] spoken = shared.suites();
        if (IntStream.of(offeredCipherSuites).anyMatch(suite -> Arrays.contains(spoken, suite))) {
            return Alerts.noCertificate(serverName);
        }
        return "the client offers the cipher suites "
                + BouncyConfig.some(IntStream.of(offeredCipherSuites)
                        .mapToObj("%04X"::formatted)
                        .toList()) + ", of which we speak none";
    }

    /** Uses the groups of the settings alone: before TLS 1.3 the client's list has curves of any strength. */
    @Override
    protected int selectECDH(int minimumBits) {
        int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
        for (int group : shared.groups()) {
            boolean asked = offered == null || Arrays.contains(offered, group);
            if (asked && speaksGroup(group) && bits(group) >= minimumBits) {
                return group;
            }
        }
        return -1;
    }

    @Override
    protected int getMaximumNegotiableCurveBits() {
        int group = selectECDH(0);
        return group < 0 ? 0 : bits(group);
    }

    private static int bits(int group) {
        return org.bouncycastle.tls.NamedGroup.getCurveBits(group);
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        CertifiedKey identity = chosen;
        Vector<?> offered = context.getSecurityParametersHandshake().getClientSigAlgs();
        Optional<SignatureAndHashAlgorithm> scheme =
                identity == null ? Optional.empty() : SignatureSchemes.choose(identity.kind(), offered, isTls13());
        if (identity == null || scheme.isEmpty()) {
            throw new TlsFatalAlert(Alerts.HANDSHAKE_FAILURE, "no certificate that the client could check");
        }
        return shared.credentials(identity).signer(context, crypto, scheme.get(), isTls13(), TlsUtils.EMPTY_BYTES);
    }

    @Override
    public @Nullable CertificateRequest getCertificateRequest() throws IOException {
        if (server.clientAuthentication() == ClientAuthentication.NONE) {
            return null;
        }
        Vector<X500Name> issuers = BouncyConfig.vector(
                AuthorityNames.fitting(
                                server.clientTrust().acceptedIssuers(),
                                shared.settings().limits())
                        .stream()
                        .map(issuer -> X500Name.getInstance(issuer.getEncoded()))
                        .toList());
        if (isTls13()) {
            return new CertificateRequest(
                    TlsUtils.EMPTY_BYTES, SignatureSchemes.accepted(), null, issuers.isEmpty() ? null : issuers);
        }
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(types, SignatureSchemes.accepted(), issuers);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        if (certificate == null || certificate.isEmpty()) {
            if (server.clientAuthentication() == ClientAuthentication.NEED) {
                short alert = isTls13() ? Alerts.CERTIFICATE_REQUIRED : Alerts.HANDSHAKE_FAILURE;
                throw new TlsFatalAlert(
                        alert,
                        Alerts.failure(Kind.CERTIFICATE, "the client showed no certificate, and one is needed", alert));
            }
            return;
        }
        try {
            server.clientTrust().checkClient(shared.peerChain(certificate));
        } catch (CertificateRefusedException refused) {
            throw new TlsFatalAlert((short) refused.alert(), refused);
        }
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        org.bouncycastle.tls.TlsSession session = context.getSession();
        TlsSession agreed = shared.session(context, crypto, serverName);
        if (!agreed.resumed() && !isTls13() && session != null && session.getSessionID().length > 0) {
            sessions.keep(ByteBuffer.wrap(session.getSessionID()), session, serverName);
        }
        opened.accept(agreed);
    }

    private boolean isTls13() {
        return TlsUtils.isTLSv13(context.getServerVersion());
    }
}
