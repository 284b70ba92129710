package dev.sennit.tls.bc;

import dev.sennit.transport.bytes.Bytes;
import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.x509.identity.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import java.util.WeakHashMap;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ChannelBinding;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** What the connections of one side have in common: the settings in BouncyCastle's terms, and what was read once. */
final class BouncyConfig {
    private final TlsSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final BcTlsCrypto certificates = new BcTlsCrypto(random);
    private final @Nullable KeyLog keyLog;
    // Weak, since an identity that was replaced by a newer one is not needed any more.
    private final Map<Identity, Credentials> credentials = Collections.synchronizedMap(new WeakHashMap<>());

    private final ReadChain localChain = new ReadChain();
    private final ReadChain peerChain = new ReadChain();

    BouncyConfig(TlsSettings settings) {
        this.settings = settings;
        this.keyLog = settings.keyLog().map(KeyLog::new).orElse(null);
    }

    TlsSettings settings() {
        return settings;
    }

    Crypto crypto() {
        return new Crypto(random, keyLog);
    }

    byte[] newSessionId() {
        byte[] id = new byte[32];
        random.nextBytes(id);
        return id;
    }

    Credentials credentials(Identity identity) throws IOException {
        Credentials known = credentials.get(identity);
        if (known == null) {
            known = Credentials.of(identity, certificates);
            credentials.put(identity, known);
        }
        return known;
    }

    /** The peer's certificates, in the platform's terms. */
    List<X509Certificate> peerChain(Certificate message) throws IOException {
        return peerChain.of(message);
    }

    /** The newest first. */
    ProtocolVersion[] versions() {
        return Arrays.stream(TlsVersion.values())
                .filter(settings::speaks)
                .sorted(Collections.reverseOrder())
                .map(version -> version == TlsVersion.TLS_1_3 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12)
                .toArray(ProtocolVersion[]::new);
    }

    int[] suites() {
        return settings.suites().stream()
                .filter(suite -> settings.speaks(suite.version()))
                .mapToInt(CipherSuite::code)
                .toArray();
    }

    int[] groups() {
        return settings.groups().stream().mapToInt(NamedGroup::code).toArray();
    }

    @Nullable
    Vector<ProtocolName> alpn() {
        if (settings.alpn().isEmpty()) {
            return null;
        }
        return Vectors.of(
                settings.alpn().stream().map(ProtocolName::asUtf8Encoding).toList());
    }

    /** What a handshake that has just been done agreed on. */
    TlsSession session(TlsContext context, Crypto crypto, Optional<String> serverName) throws IOException {
        SecurityParameters agreed = context.getSecurityParametersConnection();
        boolean tls13 = TlsUtils.isTLSv13(agreed.getNegotiatedVersion());
        ProtocolName alpn = agreed.getApplicationProtocol();
        byte[] binding = context.exportChannelBinding(ChannelBinding.tls_exporter);
        return new TlsSession(
                tls13 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2,
                suite(agreed.getCipherSuite()),
                group(agreed, tls13, crypto),
                alpn == null ? Optional.empty() : Optional.of(text(alpn)),
                serverName,
                localChain.of(agreed.getLocalCertificate()),
                peerChain.of(agreed.getPeerCertificate()),
                agreed.isResumedSession(),
                Optional.of(Bytes.copyOf(binding)));
    }

    /** BouncyCastle keeps it for TLS 1.3 only. A session of TLS 1.2 that is taken up again needs none. */
    private static Optional<NamedGroup> group(SecurityParameters agreed, boolean tls13, Crypto crypto) {
        if (tls13) {
            return group(crypto.agreedGroupOr(agreed.getNegotiatedGroup()));
        }
        return agreed.isResumedSession() ? Optional.empty() : group(crypto.latestGroup());
    }

    static Optional<NamedGroup> group(int code) {
        return Arrays.stream(NamedGroup.values())
                .filter(group -> group.code() == code)
                .findFirst();
    }

    private static CipherSuite suite(int code) {
        return Arrays.stream(CipherSuite.values())
                .filter(suite -> suite.code() == code)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("cipher suite " + Integer.toHexString(code) + " was never offered"));
    }

    /** A few names that came from a peer, shortened: they go into messages. */
    static String some(List<String> names) {
        String text = String.join(", ", names);
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** The name as text; bytes that are no UTF-8 are replaced. */
    static String text(ProtocolName name) {
        return new String(name.getBytes(), StandardCharsets.UTF_8);
    }

    static String ascii(byte[] name) {
        return new String(name, StandardCharsets.US_ASCII);
    }
}
