package dev.sennit.x509.key;

import dev.sennit.certs.IssuedCertificate;
import dev.sennit.x509.pem.PemFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Objects;

/** The files beside this test, those of PEM reading, and PKCS#12 stores. */
final class Fixtures {
    private Fixtures() {}

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("leaf.pem"))
                            .toURI())
                    .resolveSibling(name)
                    .normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static X509Certificate certificate(String name) {
        return PemFile.read(path(name + ".pem")).certificates().get(0);
    }

    static PrivateKey key(String name) {
        return PemFile.read(path(name + ".pem")).privateKey();
    }

    /** Writes a PKCS#12 store as keytool does. */
    static void writeStore(Path file, IssuedCertificate issued, String password) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "key", issued.key(), password.toCharArray(), issued.chain().toArray(new Certificate[0]));
            store.store(out, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
