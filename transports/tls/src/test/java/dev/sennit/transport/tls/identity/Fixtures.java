package dev.sennit.transport.tls.identity;

import dev.sennit.transport.tls.pem.PemFile;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;

/** The files beside this test, and those of PEM reading. */
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
}
