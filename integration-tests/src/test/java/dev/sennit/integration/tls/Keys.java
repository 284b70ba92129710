package dev.sennit.integration.tls;

import static java.util.Objects.requireNonNull;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.certs.Pem;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Certificates of one authority and of another, in memory for us and as files for peers. */
public final class Keys {
    /** The kinds of keys that a server may have. */
    public static final List<KeyAlgorithm> KINDS =
            List.of(KeyAlgorithm.RSA_2048, KeyAlgorithm.ECDSA_P256, KeyAlgorithm.ED25519);

    /** The file of the authority. */
    public static final String CA = "ca.pem";

    private final CertificateAuthority authority = CertificateAuthority.create();
    private final CertificateAuthority other =
            CertificateAuthority.create(CertificateSpec.authority("Another CA"), Clock.systemUTC());
    private final Map<KeyAlgorithm, IssuedCertificate> servers = new EnumMap<>(KeyAlgorithm.class);
    private final Path folder;

    /** Makes the keys, and {@code ca.pem} and {@code other-ca.pem} in the folder. */
    public Keys(Path folder) throws IOException {
        this.folder = folder;
        for (KeyAlgorithm kind : KINDS) {
            servers.put(
                    kind,
                    authority
                            .intermediate("lower")
                            .issue(CertificateSpec.server("localhost", "127.0.0.1")
                                    .key(kind)));
        }
        Files.writeString(folder.resolve(CA), Pem.certificates(List.of(authority.root())));
        Files.writeString(folder.resolve("other-ca.pem"), Pem.certificates(List.of(other.root())));
    }

    /** Returns a certificate and its key as our side is given them. */
    public static CertifiedKey identity(IssuedCertificate issued) {
        return CertifiedKey.of(issued.key(), issued.chain());
    }

    /** Returns a trust in what {@link #issue} issues. */
    public Trust trust() {
        return Trust.of(authority.root());
    }

    /** Returns the certificate of the authority. */
    public X509Certificate authority() {
        return authority.root();
    }

    /** Returns a server's certificate for localhost and 127.0.0.1, issued by an intermediate authority. */
    public IssuedCertificate server(KeyAlgorithm kind) {
        return requireNonNull(servers.get(kind));
    }

    /** Returns the same with an ECDSA key, which all programs accept. */
    public IssuedCertificate server() {
        return server(KeyAlgorithm.ECDSA_P256);
    }

    /** Issues a certificate that {@link #trust} covers. */
    public IssuedCertificate issue(CertificateSpec spec) {
        return authority.issue(spec);
    }

    /** Issues a certificate of an authority that {@link #trust} does not cover. */
    public IssuedCertificate issueByAnother(CertificateSpec spec) {
        return other.issue(spec);
    }

    /** Writes the files NAME.pem, with the chain, and NAME.key. */
    public void write(String name, IssuedCertificate issued) throws IOException {
        Files.writeString(folder.resolve(name + ".pem"), issued.chainPem());
        Files.writeString(folder.resolve(name + ".key"), issued.keyPem());
    }

    /** Returns the path of a file, which is the same for peers. */
    public String file(String name) {
        return folder.resolve(name).toString();
    }

    /** Writes a certificate and its key, and returns the name of their files without the endings. */
    public String store(IssuedCertificate issued) throws IOException {
        String name = "own-" + issued.certificate().getSerialNumber().toString(16);
        write(name, issued);
        return file(name);
    }

    /** Writes a directory of certificates with their keys; the first is the one for all other names. */
    String storeAll(List<IssuedCertificate> all) throws IOException {
        Path directory = Files.createTempDirectory(folder, "sites");
        for (IssuedCertificate issued : all) {
            String name = issued.equals(all.get(0))
                    ? "default"
                    : issued.certificate().getSerialNumber().toString(16);
            Files.writeString(directory.resolve(name + ".pem"), issued.chainPem() + issued.keyPem());
        }
        return directory.toString();
    }

    /** Writes the authority's revocation list, and returns its file. */
    public String revoke(IssuedCertificate... revoked) throws IOException {
        X509Certificate[] certificates =
                Stream.of(revoked).map(IssuedCertificate::certificate).toArray(X509Certificate[]::new);
        return Files.writeString(folder.resolve("crl.pem"), Pem.crl(authority.crl(certificates)))
                .toString();
    }
}
