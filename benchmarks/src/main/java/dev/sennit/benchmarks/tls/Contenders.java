package dev.sennit.benchmarks.tls;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.ResumptionSettings;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * The kits of one case: the same certificate, version and cipher suite (AES-128-GCM), nobody's certificate checked, so that
 * handshakes alone are compared.
 *
 * @param version of TLS
 * @param key of the server's certificate
 * @param resuming whether handshakes may be shortened
 */
record Contenders(TlsVersion version, KeyAlgorithm key, boolean resuming) {
    private static final String NAME = "server.example";

    List<TlsContender> all() throws SSLException {
        IssuedCertificate issued =
                CertificateAuthority.create().issue(CertificateSpec.server(NAME).key(key));
        return List.of(
                contender("netty on jdk", () -> netty(issued, SslProvider.JDK)),
                contender("netty on boringssl", () -> netty(issued, SslProvider.OPENSSL)),
                contender("sennit bc", () -> sennit(issued, TlsImplementation.BOUNCY_CASTLE, false)),
                contender("sennit bc x25519", () -> sennit(issued, TlsImplementation.BOUNCY_CASTLE, true)),
                contender("sennit jdk", () -> sennit(issued, TlsImplementation.JDK, true)),
                contender("netty on jdk again", () -> netty(issued, SslProvider.JDK)));
    }

    private static TlsContender contender(String label, Supplier<Supplier<TlsContender.TlsPair>> pairs) {
        Supplier<TlsContender.TlsPair> made = pairs.get();
        return new TlsContender() {
            @Override
            public String label() {
                return label;
            }

            @Override
            public TlsPair pair() {
                return made.get();
            }
        };
    }

    private Supplier<TlsContender.TlsPair> sennit(
            IssuedCertificate issued, TlsImplementation implementation, boolean classical) {
        TlsSettings settings = TlsSettings.DEFAULT
                .withImplementation(implementation)
                .withVersions(version, version)
                .withSessions(resuming ? ResumptionSettings.DEFAULT : ResumptionSettings.NONE);
        if (classical) {
            settings = settings.withGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1));
        }
        CertifiedKey identity = CertifiedKey.of(issued.key(), issued.chain());
        TlsContext servers = TlsContext.server(TlsServerConfig.of(identity).withSettings(settings));
        TlsContext clients = TlsContext.client(
                TlsClientConfig.of(NAME).withTrust(Trust.insecure()).withSettings(settings));
        return () -> new SennitPair(clients, servers);
    }

    private Supplier<TlsContender.TlsPair> netty(IssuedCertificate issued, SslProvider provider) {
        try {
            SslContext servers = SslContextBuilder.forServer(
                            issued.key(), issued.chain().toArray(X509Certificate[]::new))
                    .sslProvider(provider)
                    .protocols(version.standardName())
                    .ciphers(suites())
                    .sessionCacheSize(resuming ? 10_000 : 1)
                    .build();
            SslContextBuilder clients = SslContextBuilder.forClient()
                    .sslProvider(provider)
                    .protocols(version.standardName())
                    .ciphers(suites())
                    .endpointIdentificationAlgorithm(null)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE);
            SslContext shared = clients.build();
            // A client resumes by host and port: another port each time keeps it from that.
            int[] next = {0};
            return () -> new NettyPair(shared, servers, resuming ? NAME : "server" + next[0]++ + ".example");
        } catch (SSLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private List<String> suites() {
        return version == TlsVersion.TLS_1_3
                ? List.of("TLS_AES_128_GCM_SHA256")
                : Arrays.asList("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }
}
