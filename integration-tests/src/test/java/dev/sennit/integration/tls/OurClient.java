package dev.sennit.integration.tls;

import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.TcpAddress;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.PathTrust;
import dev.sennit.x509.trust.Revocation;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A client of ours, to be made in code or by an endpoint string.
 *
 * @param name the server's
 * @param version the only one that it speaks; empty for all
 * @param trusted the file of the authorities that it trusts; empty for the platform's
 * @param shown its certificate, if it has one
 * @param crl a file of revocation lists
 */
public record OurClient(
        String name,
        Engine engine,
        Optional<TlsVersion> version,
        List<String> alpn,
        Optional<String> trusted,
        Optional<IssuedCertificate> shown,
        Optional<String> crl) {
    private static final String LOCALHOST = "localhost";

    /** Returns a client of localhost that speaks all versions. */
    public static OurClient of(Engine engine, String trusted) {
        return new OurClient(
                LOCALHOST,
                engine,
                Optional.empty(),
                List.of(),
                Optional.of(trusted),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the same for one version. */
    public OurClient in(TlsVersion only) {
        return new OurClient(name, engine, Optional.of(only), alpn, trusted, shown, crl);
    }

    /** Returns the same for a server with another name. */
    public OurClient to(String server) {
        return new OurClient(server, engine, version, alpn, trusted, shown, crl);
    }

    /** Returns the same with application protocols. */
    public OurClient offering(String... protocols) {
        return new OurClient(name, engine, version, List.of(protocols), trusted, shown, crl);
    }

    /** Returns the same with other authorities; empty for the platform's. */
    public OurClient trusting(Optional<String> file) {
        return new OurClient(name, engine, version, alpn, file, shown, crl);
    }

    /** Returns the same with a certificate. */
    public OurClient showing(IssuedCertificate issued) {
        return new OurClient(name, engine, version, alpn, trusted, Optional.of(issued), crl);
    }

    /** Returns the same with a file of revocation lists. */
    public OurClient withCrl(String file) {
        return new OurClient(name, engine, version, alpn, trusted, shown, Optional.of(file));
    }

    /** Returns its configuration in Java. */
    TlsClientConfig tls() {
        PathTrust trust = trusted.map(file -> Trust.pem(Path.of(file))).orElseGet(Trust::platform);
        TlsClientConfig client = TlsClientConfig.of(name)
                .withTrust(crl.map(file -> trust.withRevocation(Revocation.lists(Path.of(file))))
                        .orElse(trust))
                .withSettings(version.map(engine::settings)
                        .orElseGet(engine::settings)
                        .withAlpn(alpn.toArray(String[]::new)));
        return shown.map(Keys::identity)
                .map(KeySelector::of)
                .map(client::withKeys)
                .orElse(client);
    }

    /** Returns its endpoint string, for a server of this machine; writes the files that it names. */
    String endpoint(Keys keys, TcpAddress server) throws IOException {
        StringBuilder text = new StringBuilder("tls:");
        text.append(name.equals(LOCALHOST) ? name : "127.0.0.1").append(':').append(server.port());
        if (!name.equals(LOCALHOST)) {
            text.append(":sni=").append(name);
        }
        trusted.ifPresent(file -> text.append(":trust=").append(file));
        crl.ifPresent(file -> text.append(":crl=").append(file));
        if (shown.isPresent()) {
            String files = keys.store(shown.get());
            text.append(":cert=")
                    .append(files)
                    .append(".pem:key=")
                    .append(files)
                    .append(".key");
        }
        return text + engine.arguments(version, alpn);
    }
}
