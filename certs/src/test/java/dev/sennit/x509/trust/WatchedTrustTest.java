package dev.sennit.x509.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.x509.key.WatchSettings;
import dev.sennit.x509.pem.PemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTrustTest {
    private static final String HOST = "host.example";
    private static final CertificateAuthority FIRST = CertificateAuthority.create();
    private static final CertificateAuthority SECOND = CertificateAuthority.create();
    private static final IssuedCertificate OF_FIRST = FIRST.issue(HOST);
    private static final IssuedCertificate OF_SECOND = SECOND.issue(HOST);

    private final ManualClock clock = new ManualClock();
    private final WatchSettings settings = WatchSettings.of(clock, Runnable::run);
    private final Path folder;
    private final Path file;

    WatchedTrustTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("ca.pem");
    }

    @Test
    void judgesByTheNewAuthoritiesAtTheSecondLook() throws IOException {
        write(file, FIRST);
        WatchedTrust trust = watched(file);
        assertBelieves(trust, OF_FIRST, OF_SECOND);
        assertEquals(List.of(FIRST.certificate().getSubjectX500Principal()), trust.acceptedIssuers());

        write(file, SECOND);
        look();
        assertBelieves(trust, OF_FIRST, OF_SECOND);
        look();
        assertBelieves(trust, OF_SECOND, OF_FIRST);
    }

    @Test
    void seesFilesThatComeIntoADirectory() throws IOException {
        write(file, FIRST);
        WatchedTrust trust = watched(folder);

        write(folder.resolve("second.pem"), SECOND);
        look();
        look();

        trust.checkClient(List.of(OF_FIRST.certificate()));
        trust.checkServer(OF_SECOND.chain(), HOST);
    }

    @Test
    void keepsTheLastGoodOnesWhileTheFileIsUnusable() throws IOException {
        write(file, FIRST);
        WatchedTrust trust = watched(file);

        Files.writeString(file, "garbage");
        look();
        look();
        assertBelieves(trust, OF_FIRST, OF_SECOND);
        Files.delete(file);
        look();
        look();
        assertBelieves(trust, OF_FIRST, OF_SECOND);

        write(file, SECOND);
        trust.reload();
        assertBelieves(trust, OF_SECOND, OF_FIRST);
    }

    @Test
    void looksNoMoreOnceItIsClosed() throws IOException {
        write(file, FIRST);
        WatchedTrust trust = watched(file);
        trust.close();

        write(file, SECOND);
        look();
        look();
        look();

        assertBelieves(trust, OF_FIRST, OF_SECOND);
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void saysAtOnceThatThereIsNoFile() {
        assertThrows(PemException.class, () -> watched(file));
    }

    private WatchedTrust watched(Path path) {
        return WatchedTrust.start(() -> Trust.pem(path), List.of(path), settings);
    }

    private void look() {
        clock.advance(settings.period());
    }

    private static void write(Path path, CertificateAuthority authority) throws IOException {
        Files.writeString(path, authority.identity().chainPem());
    }

    private static void assertBelieves(Trust trust, IssuedCertificate good, IssuedCertificate bad) {
        trust.checkServer(good.chain(), HOST);
        trust.checkClient(List.of(good.certificate()));
        assertThrows(CertificateRefusedException.class, () -> trust.checkServer(bad.chain(), HOST));
    }
}
