package dev.sennit.integration.tls;

import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.ResumptionSettings;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.PathTrust;
import dev.sennit.x509.trust.Revocation;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A server of ours, to be made in code or by an endpoint string.
 *
 * @param version the only one that it speaks; empty for all
 * @param shown its certificates; the name that a client asks for chooses one
 * @param hasDefault whether the first certificate is shown for all other names; with an endpoint string it always is
 * @param clients whether clients show certificates, issued by {@link Keys#CA}
 * @param crl a file of revocation lists for the certificates of clients
 */
public record OurServer(
        Engine engine,
        Optional<TlsVersion> version,
        List<String> alpn,
        List<IssuedCertificate> shown,
        boolean hasDefault,
        ClientAuthentication clients,
        Optional<String> crl) {
    /** Returns a server that speaks all versions, and shows its first certificate for all other names. */
    public static OurServer of(Engine engine, IssuedCertificate... shown) {
        return new OurServer(
                engine, Optional.empty(), List.of(), List.of(shown), true, ClientAuthentication.NONE, Optional.empty());
    }

    /** Returns the same for one version. */
    public OurServer in(TlsVersion only) {
        return new OurServer(engine, Optional.of(only), alpn, shown, hasDefault, clients, crl);
    }

    /** Returns the same with application protocols. */
    public OurServer speaking(String... protocols) {
        return new OurServer(engine, version, List.of(protocols), shown, hasDefault, clients, crl);
    }

    /** Returns the same without a certificate for all other names. */
    public OurServer withoutDefault() {
        return new OurServer(engine, version, alpn, shown, false, clients, crl);
    }

    /** Returns the same that asks clients for certificates. */
    public OurServer asking(ClientAuthentication asked) {
        return new OurServer(engine, version, alpn, shown, hasDefault, asked, crl);
    }

    /** Returns the same with a file of revocation lists. */
    public OurServer withCrl(String file) {
        return new OurServer(engine, version, alpn, shown, hasDefault, clients, Optional.of(file));
    }

    /** Returns its configuration in Java. */
    TlsServerConfig tls(Keys keys) {
        TlsSettings settings =
                version.map(engine::settings).orElseGet(engine::settings).withAlpn(alpn.toArray(String[]::new));
        TlsServerConfig server = TlsServerConfig.of(identities())
                .withSettings(crl.isPresent() ? settings.withSessions(ResumptionSettings.NONE) : settings);
        PathTrust trust = Trust.pem(Path.of(keys.file(Keys.CA)));
        return server.withClients(
                clients,
                crl.map(file -> trust.withRevocation(Revocation.lists(Path.of(file))))
                        .orElse(trust));
    }

    private KeySelector identities() {
        List<CertifiedKey> all = shown.stream().map(Keys::identity).toList();
        if (hasDefault) {
            return KeySelector.byName(all);
        }
        return KeySelector.byName(all.stream()
                .collect(Collectors.toMap(each -> ConnectionResult.commonName(each.leaf()), each -> List.of(each))));
    }

    /** Returns its endpoint string, on a free port of an address; writes the files that it names. */
    String endpoint(Keys keys, String address) throws IOException {
        StringBuilder text = new StringBuilder("tls:0:interface=").append(address);
        if (shown.size() == 1) {
            String files = keys.store(shown.get(0));
            text.append(":privateKey=")
                    .append(files)
                    .append(".key:certKey=")
                    .append(files)
                    .append(".pem");
        } else {
            text.append(":sni=").append(keys.storeAll(shown));
        }
        if (clients != ClientAuthentication.NONE) {
            text.append(":clientCa=").append(keys.file(Keys.CA));
        }
        if (clients == ClientAuthentication.WANT) {
            text.append(":clientAuth=want");
        }
        crl.ifPresent(file -> text.append(":crl=").append(file));
        return text + engine.arguments(version, alpn);
    }
}
