package dev.sennit.tls.jdk;

import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation.Jsse;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.handshake.HandshakeInspector;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.CertificateRefusedException;
import dev.sennit.x509.trust.Trust;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Engines over the {@code SSLEngine}s of one {@code SSLContext}, which no other settings share. */
public final class JdkEngines implements TlsEngines {
    /** Sessions are found again by name and port; ours belong to one name anyway. */
    private static final int ANY_PORT = 443;

    private final TlsSettings settings;
    private final Optional<Provider> provider;
    private final KeyManager keys;
    private final TrustManager trust;
    private final Optional<TlsClientConfig> client;
    private final ClientAuthentication clientAuthentication;
    private final Supplier<HandshakeInspector> inspectors;
    /** Null where no session is to be resumed: a context of its own for each connection makes sure of that. */
    private final @Nullable SSLContext shared;

    private JdkEngines(
            TlsSettings settings,
            KeyManager keys,
            TrustManager trust,
            Optional<TlsClientConfig> client,
            ClientAuthentication clientAuthentication,
            Supplier<HandshakeInspector> inspectors) {
        if (settings.keyLog().isPresent()) {
            throw new IllegalArgumentException("an SSLEngine does not export its secrets: a key log is possible with"
                    + " TlsImplementation.BOUNCY_CASTLE only");
        }
        this.settings = settings;
        this.provider = ((Jsse) settings.implementation()).provider();
        this.keys = keys;
        this.trust = trust;
        this.client = client;
        this.clientAuthentication = clientAuthentication;
        this.inspectors = inspectors;
        SSLContext context = newContext();
        requireSuites(context);
        this.shared = settings.sessions().kept() == 0 ? null : context;
    }

    /**
     * Engines for the accepting side.
     *
     * @throws IllegalArgumentException if the settings ask for a key log, or the provider has not what they name
     */
    public static TlsEngines server(TlsServerConfig server) {
        return new JdkEngines(
                server.settings(),
                new JdkKeyManager(server.keys()),
                new JdkTrustManager(server.clientTrust(), ""),
                Optional.empty(),
                server.clientAuthentication(),
                () -> HandshakeInspector.of(server));
    }

    /**
     * Engines for the connecting side.
     *
     * @throws IllegalArgumentException if the settings ask for a key log, or the provider has not what they name
     */
    public static TlsEngines client(TlsClientConfig client) {
        return new JdkEngines(
                client.settings(),
                new JdkKeyManager(client.keys().orElse(KeySelector.none())),
                new JdkTrustManager(client.trust(), client.name()),
                Optional.of(client),
                ClientAuthentication.NONE,
                () -> HandshakeInspector.of(client));
    }

    @Override
    public TlsEngine engine(TlsEngine.Outlet outlet) {
        SSLContext context = shared == null ? newContext() : shared;
        SSLEngine engine = client.map(wanted -> context.createSSLEngine(wanted.name(), ANY_PORT))
                .orElseGet(context::createSSLEngine);
        engine.setUseClientMode(client.isPresent());
        engine.setSSLParameters(parameters(engine));
        return new JdkEngine(engine, outlet, this, inspectors.get());
    }

    TlsSettings settings() {
        return settings;
    }

    Optional<TlsClientConfig> client() {
        return client;
    }

    ClientAuthentication clientAuthentication() {
        return clientAuthentication;
    }

    /** An application protocol as the platform wants it: each byte a character. */
    static String alpnAsChars(String protocol) {
        return new String(protocol.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The way back. */
    static String alpnAsText(String chars) {
        return new String(chars.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private SSLContext newContext() {
        try {
            SSLContext context = provider.isPresent()
                    ? SSLContext.getInstance("TLS", provider.get())
                    : SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            for (SSLSessionContext sessions :
                    List.of(context.getServerSessionContext(), context.getClientSessionContext())) {
                sessions.setSessionCacheSize(Math.max(1, settings.sessions().kept()));
                sessions.setSessionTimeout(
                        (int) Math.max(1, settings.sessions().lifetime().toSeconds()));
            }
            return context;
        } catch (GeneralSecurityException missing) {
            throw new IllegalArgumentException("this provider has no TLS: " + missing.getMessage(), missing);
        }
    }

    private SSLParameters parameters(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(Stream.of(TlsVersion.values())
                .filter(settings::speaks)
                .map(TlsVersion::standardName)
                .toArray(String[]::new));
        parameters.setCipherSuites(suites(engine.getSupportedCipherSuites()));
        parameters.setUseCipherSuitesOrder(client.isEmpty());
        parameters.setApplicationProtocols(
                settings.alpn().stream().map(JdkEngines::alpnAsChars).toArray(String[]::new));
        parameters.setAlgorithmConstraints(WithoutSha1.INSTANCE);
        // Names are judged by Trust.
        parameters.setEndpointIdentificationAlgorithm(null);
        NewerJdk.namedGroups(
                parameters,
                settings.groups().stream().map(NamedGroup::standardName).toArray(String[]::new));
        client.ifPresent(wanted -> parameters.setServerNames(
                wanted.sentName().map(JdkEngines::sent).map(List::of).orElse(List.of())));
        switch (clientAuthentication) {
            case NONE -> {}
            case WANT -> parameters.setWantClientAuth(true);
            case NEED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    private String[] suites(String[] supported) {
        Set<String> known = Set.copyOf(Arrays.asList(supported));
        return settings.suites().stream()
                .map(CipherSuite::name)
                .filter(known::contains)
                .toArray(String[]::new);
    }

    private void requireSuites(SSLContext context) {
        List<String> found = List.of(suites(context.getSupportedSSLParameters().getCipherSuites()));
        for (TlsVersion version : TlsVersion.values()) {
            if (settings.speaks(version)
                    && found.stream()
                            .noneMatch(name -> CipherSuite.valueOf(name).version() == version)) {
                throw new IllegalArgumentException("the provider "
                        + context.getProvider().getName() + " has none of the cipher suites for " + version + " in "
                        + settings.suites());
            }
        }
    }

    /**
     * Returns a server's name as a client sends it (RFC 6066, section 3): an {@code SNIHostName} where that is possible, since not
     * every provider takes another; it takes no name with an underscore, say.
     */
    private static SNIServerName sent(String name) {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException unusual) {
            byte[] encoded = name.getBytes(StandardCharsets.US_ASCII);
            return new SNIServerName(StandardConstants.SNI_HOST_NAME, encoded) {};
        }
    }

    /** Permits every algorithm but signatures with SHA-1, which the JDK 17 offers and takes in every version of TLS. */
    private enum WithoutSha1 implements AlgorithmConstraints {
        INSTANCE;

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return !algorithm.toUpperCase(Locale.ROOT).startsWith("SHA1WITH");
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return permits(primitives, algorithm, parameters);
        }
    }

    /** Checks the peer's certificate by a {@link Trust}, with the name of the server. */
    private static final class JdkTrustManager extends X509ExtendedTrustManager {
        private final Trust trust;
        private final String serverName;

        /**
         * Makes a trust manager.
         *
         * @param serverName the name of the server; not used on a server
         */
        JdkTrustManager(Trust trust, String serverName) {
            this.trust = trust;
            this.serverName = serverName;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judge(() -> trust.checkServer(List.of(chain), serverName));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judge(() -> trust.checkClient(List.of(chain)));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            judge(() -> trust.checkServer(List.of(chain), serverName));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
                throws CertificateException {
            judge(() -> trust.checkClient(List.of(chain)));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge(() -> trust.checkServer(List.of(chain), serverName));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge(() -> trust.checkClient(List.of(chain)));
        }

        /** None: a {@link Trust} knows its authorities by name only. */
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        private void judge(Runnable check) throws CertificateException {
            HandshakeContext context = HandshakeContext.current();
            context.inFull = true;
            try {
                check.run();
            } catch (CertificateRefusedException refused) {
                context.refused = refused;
                // Providers choose the alert by the reason of a CertPathValidatorException, where they find one.
                throw new CertificateException(
                        refused.getMessage(),
                        new CertPathValidatorException(
                                refused.getMessage(), refused, null, -1, reason(refused.alert())));
            } catch (RuntimeException bug) {
                context.ownFault = true;
                throw bug;
            }
        }

        private static CertPathValidatorException.Reason reason(int alert) {
            return switch (alert) {
                case CertificateRefusedException.BAD_CERTIFICATE -> BasicReason.INVALID_SIGNATURE;
                case CertificateRefusedException.UNSUPPORTED_CERTIFICATE -> BasicReason.ALGORITHM_CONSTRAINED;
                case CertificateRefusedException.CERTIFICATE_REVOKED -> BasicReason.REVOKED;
                case CertificateRefusedException.CERTIFICATE_EXPIRED -> BasicReason.EXPIRED;
                default -> BasicReason.UNSPECIFIED;
            };
        }
    }
}
