package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example of certificates on disk. */
class CertificatesOnDiskTest {
    private final Path directory;

    CertificatesOnDiskTest(@TempDir Path temporary) {
        this.directory = temporary.resolve("certs");
    }

    @Test
    void makesAnIdentity() throws Exception {
        DevelopmentIdentity identity = DevelopmentCerts.in(directory).identity();
        identity.notice().ifPresent(System.err::println); // one line, if anything was made
        Path chain = identity.chainFile();

        assertTrue(Files.exists(chain), chain.toString());
    }
}
