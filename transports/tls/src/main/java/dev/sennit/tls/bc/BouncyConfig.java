package dev.sennit.tls.bc;

import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.NegotiatedSession;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.x509.key.CertifiedKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import java.util.WeakHashMap;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.ChannelBinding;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** The state that the connections of one configuration share: its settings in BouncyCastle's terms, and its parsed keys. */
final class BouncyConfig {
    private final TlsSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final BcTlsCrypto certificates = new BcTlsCrypto(random);
    private final @Nullable KeyLog keyLog;
    // Weak, since a key that was replaced by a newer one is not needed any more.
    private final Map<CertifiedKey, Credentials> credentials = Collections.synchronizedMap(new WeakHashMap<>());

    private final ReadChain localChain = new ReadChain();
    private final ReadChain peerChain = new ReadChain();

    BouncyConfig(TlsSettings settings) {
        this.settings = settings;
        this.keyLog = settings.keyLog().map(KeyLog::new).orElse(null);
    }

    TlsSettings settings() {
        return settings;
    }

    BouncyCrypto crypto() {
        return new BouncyCrypto(random, keyLog);
    }

    Credentials credentials(CertifiedKey identity) throws IOException {
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
        return vector(settings.alpn().stream().map(ProtocolName::asUtf8Encoding).toList());
    }

    /** Returns a list in the form that BouncyCastle takes. It is a new one, since its receiver may change it. */
    @SuppressWarnings("JdkObsolete") // as BouncyCastle declares it
    static <T> Vector<T> vector(Collection<? extends T> elements) {
        return new Vector<>(elements);
    }

    /** Returns the result of a handshake that has just been done. */
    TlsSession session(TlsContext context, BouncyCrypto crypto, Optional<String> serverName) throws IOException {
        SecurityParameters agreed = context.getSecurityParametersConnection();
        boolean tls13 = TlsUtils.isTLSv13(agreed.getNegotiatedVersion());
        ProtocolName alpn = agreed.getApplicationProtocol();
        byte[] binding = context.exportChannelBinding(ChannelBinding.tls_exporter);
        return new NegotiatedSession(
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
    private static Optional<NamedGroup> group(SecurityParameters agreed, boolean tls13, BouncyCrypto crypto) {
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

    /** A certified key in BouncyCastle's terms: read once, used for every connection. */
    record Credentials(CertifiedKey identity, AsymmetricKeyParameter key, List<TlsCertificate> chain) {
        /**
         * Reads a certified key.
         *
         * @param crypto shared by connections
         */
        static Credentials of(CertifiedKey identity, BcTlsCrypto crypto) throws IOException {
            byte[] encoded = identity.key().getEncoded();
            if (encoded == null) {
                throw new TlsFatalAlert(
                        Alerts.INTERNAL_ERROR,
                        "the key of " + identity.chain().get(0).getSubjectX500Principal()
                                + " cannot be read out of its store; use the implementation 'jdk' for such keys");
            }
            List<TlsCertificate> chain = new ArrayList<>();
            try {
                for (X509Certificate certificate : identity.chain()) {
                    chain.add(crypto.createCertificate(certificate.getEncoded()));
                }
            } catch (CertificateException unreadable) {
                throw new TlsFatalAlert(Alerts.INTERNAL_ERROR, unreadable);
            }
            return new Credentials(identity, PrivateKeyFactory.createKey(encoded), List.copyOf(chain));
        }

        /**
         * What signs for one connection.
         *
         * @param requestContext of the request for a certificate; empty for a server's own; not used before TLS 1.3
         */
        TlsCredentialedSigner signer(
                TlsContext context,
                BcTlsCrypto crypto,
                SignatureAndHashAlgorithm scheme,
                boolean tls13,
                byte[] requestContext) {
            Certificate message = tls13
                    ? new Certificate(
                            requestContext,
                            chain.stream()
                                    .map(certificate -> new CertificateEntry(certificate, null))
                                    .toArray(CertificateEntry[]::new))
                    : new Certificate(chain.toArray(TlsCertificate[]::new));
            return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, key, message, scheme);
        }
    }

    /**
     * Certificates of messages, in the platform's terms. The last chain is kept: it is asked for more than once in a handshake,
     * and again by those that resume its session. From any thread.
     */
    private static final class ReadChain {
        private volatile @Nullable Known last;

        /** The certificates of a message; empty for none. */
        List<X509Certificate> of(@Nullable Certificate message) throws IOException {
            if (message == null || message.isEmpty()) {
                return List.of();
            }
            TlsCertificate[] sent = message.getCertificateList();
            Known known = last;
            if (known == null || !Arrays.equals(known.sent(), sent)) {
                known = new Known(sent, read(sent));
                last = known;
            }
            return known.chain();
        }

        private static List<X509Certificate> read(TlsCertificate[] sent) throws IOException {
            List<X509Certificate> chain = new ArrayList<>();
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                for (TlsCertificate certificate : sent) {
                    chain.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
                }
            } catch (CertificateException unreadable) {
                throw new TlsFatalAlert(Alerts.BAD_CERTIFICATE, "a certificate cannot be decoded", unreadable);
            }
            return List.copyOf(chain);
        }

        /** A chain; whether it is that of a message is told by the certificates being the same objects. */
        @SuppressWarnings("ArrayRecordComponent") // never handed out
        private record Known(TlsCertificate[] sent, List<X509Certificate> chain) {}
    }
}
