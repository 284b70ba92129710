package dev.sennit.endpoint.tls;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateDirectory;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

/** A directory with an authority's {@code ca.pem} and what it has issued. */
record TestFiles(Path directory, CertificateAuthority authority) {
    /** The name that {@code site.pem} is for, beside {@code localhost} and 127.0.0.1. */
    static final String NAME = "site.test";

    static TestFiles in(Path directory) {
        TestFiles files = new TestFiles(directory, CertificateAuthority.create());
        files.write("ca.pem", files.authority.identity().chainPem());
        files.issue("site", CertificateSpec.server(NAME, "localhost", "127.0.0.1", "::1"));
        return files;
    }

    /** Issues and writes {@code NAME.pem} and {@code NAME.key}. */
    IssuedCertificate issue(String name, CertificateSpec spec) {
        IssuedCertificate issued = authority.issue(spec);
        try {
            CertificateDirectory.of(directory).write(name, issued);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return issued;
    }

    /** Writes {@code NAME.p12}, the PKCS#12 store of an identity. */
    void store(String name, IssuedCertificate issued, String password) {
        try (OutputStream out = Files.newOutputStream(file(name + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "key", issued.key(), password.toCharArray(), issued.chain().toArray(new Certificate[0]));
            store.store(out, password.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** The arguments that name an identity. */
    String identity(String name) {
        return ":cert=" + file(name + ".pem") + ":key=" + file(name + ".key");
    }

    /** The argument that names the authority. */
    String trust() {
        return ":trust=" + file("ca.pem");
    }
}
