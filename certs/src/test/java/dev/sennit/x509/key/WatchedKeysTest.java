package dev.sennit.x509.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.testing.LogCapture;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.x509.pem.PemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedKeysTest {
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final CertificateAuthority ROOT = CertificateAuthority.create();

    private final Path folder;
    private final Path cert;
    private final Path key;
    private final ManualClock clock = new ManualClock();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final LogCapture log = LogCapture.of("dev.sennit.x509.key");
    private Instant now = Instant.now();

    WatchedKeysTest(@TempDir Path folder) {
        this.folder = folder;
        cert = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void takesAChangeOverAtTheSecondLook() throws IOException {
        IssuedCertificate first = write("a.example");
        WatchedKeys watched = start();
        assertServes(first, watched);
        IssuedCertificate second = write("a.example");
        look();
        assertServes(first, watched);
        look();
        assertServes(second, watched);
        assertEquals(List.of(), log.take());
    }

    @Test
    void takesOverAChangedPkcs12StoreIfItsPasswordIsTheSame() throws IOException {
        Path store = folder.resolve("tls.p12");
        IssuedCertificate first = ROOT.issue("a.example");
        Fixtures.writeStore(store, first, "opensesame");
        WatchedKeys watched = start(KeySource.files(KeyFiles.of(store).withPassword("opensesame".toCharArray())));
        assertServes(first, watched);
        Fixtures.writeStore(store, ROOT.issue("a.example"), "other");
        looks(9);
        assertServes(first, watched);
        assertEquals(
                List.of("the last good certificate stays in use, the new one is unusable: " + store
                        + ": wrong password, or a damaged PKCS#12 store"),
                log.take());
        IssuedCertificate second = ROOT.issue("a.example");
        Fixtures.writeStore(store, second, "opensesame");
        looks(2);
        assertServes(second, watched);
    }

    @Test
    void waitsUntilTheFilesNoLongerChange() throws IOException {
        IssuedCertificate first = write("a.example");
        WatchedKeys watched = start();
        IssuedCertificate second = write("a.example");
        for (int i = 1; i < 5; i++) {
            Files.setLastModifiedTime(cert, FileTime.fromMillis(i * 1000L));
            look();
            assertServes(first, watched);
        }
        look();
        assertServes(second, watched);
    }

    @Test
    void readsNothingOnTheClock() throws IOException {
        IssuedCertificate first = write("a.example");
        WatchedKeys watched = start();
        IssuedCertificate second = write("a.example");
        clock.advance(PERIOD.multipliedBy(9));
        assertServes(first, watched);
        assertEquals(1, work.size());
        runWork();
        look();
        assertServes(second, watched);
    }

    @Test
    void doesNotAdoptANewCertificateWithTheOldKey() throws IOException {
        IssuedCertificate first = write("a.example");
        WatchedKeys watched = start();
        IssuedCertificate second = ROOT.issue("a.example");
        Files.writeString(cert, second.chainPem());
        looks(9);
        assertServes(first, watched);
        assertEquals(
                List.of("the last good certificate stays in use, the new one is unusable: " + key + " and " + cert
                        + ": the private key does not belong to the certificate 'CN=a.example'"),
                log.take());
        Files.writeString(key, second.keyPem());
        looks(2);
        assertServes(second, watched);
    }

    @Test
    void keepsTheLastGoodOneAndSaysSoOncePerProblem() throws IOException {
        IssuedCertificate first = write("a.example");
        WatchedKeys watched = start();
        Files.writeString(cert, "garbage");
        looks(20);
        assertServes(first, watched);
        String prefix = "the last good certificate stays in use, the new one is unusable: " + cert;
        assertEquals(
                List.of(prefix + ": no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----"), log.take());
        Files.delete(cert);
        looks(20);
        assertServes(first, watched);
        assertEquals(List.of(prefix + ": cannot be read: no such file"), log.take());
        IssuedCertificate second = write("a.example");
        looks(2);
        assertServes(second, watched);
        Files.delete(cert);
        looks(2);
        assertEquals(List.of(prefix + ": cannot be read: no such file"), log.take());
    }

    @Test
    void noticesAFileRenamedOverTheOldWithTheSameTimeAndSize() throws IOException {
        IssuedCertificate first = write("a.example");
        FileTime time = Files.getLastModifiedTime(cert);
        WatchedKeys watched = start();
        IssuedCertificate second = ROOT.issue("a.example");
        while (second.chainPem().length() != first.chainPem().length()) {
            second = ROOT.issue("a.example");
        }
        replace(cert, second.chainPem(), time);
        replace(key, second.keyPem(), Files.getLastModifiedTime(key));
        looks(2);
        assertServes(second, watched);
    }

    private void replace(Path file, String text, FileTime time) throws IOException {
        Path other = Files.writeString(folder.resolve("new"), text);
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void noticesASymbolicLinkThatLeadsElsewhereAsInAVolumeOfKubernetes() throws IOException {
        Path one = Files.createDirectory(folder.resolve("..one"));
        Path two = Files.createDirectory(folder.resolve("..two"));
        IssuedCertificate first = write(one, ROOT.issue("a.example"));
        IssuedCertificate second = write(two, ROOT.issue("a.example"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(cert, Path.of("..data", "tls.crt"));
        Files.createSymbolicLink(key, Path.of("..data", "tls.key"));
        for (KeySource source : List.of(pair(), KeySource.directory(folder))) {
            WatchedKeys watched = start(source);
            assertServes(first, watched);
            turn("..two");
            looks(2);
            assertServes(second, watched);
            turn("..one");
            looks(2);
            assertServes(first, watched);
        }
    }

    private void turn(String target) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(target));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void reloadsAtOnceWhenAsked() throws IOException {
        write("a.example");
        WatchedKeys watched = start();
        IssuedCertificate second = write("a.example");
        watched.reload();
        runWork();
        assertServes(second, watched);
    }

    @Test
    void staysAsItIsWhenClosed() throws IOException {
        IssuedCertificate first = write("a.example");
        WatchedKeys watched = start();
        write("a.example");
        watched.close();
        watched.reload();
        looks(5);
        assertServes(first, watched);
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void endsWithItsWorker() throws IOException {
        write("a.example");
        WatchedKeys.start(pair(), settings(task -> {
            throw new RejectedExecutionException("ended");
        }));
        clock.advance(PERIOD.multipliedBy(2));
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void failsAtTheStartIfAFileIsUnusable() throws IOException {
        Files.writeString(cert, "garbage");
        assertThrows(PemException.class, this::start);
    }

    @Test
    void followsADirectory() throws IOException {
        IssuedCertificate b = writeCombined("b.pem", "b.example");
        WatchedKeys watched = start(KeySource.directory(folder));
        IssuedCertificate a = writeCombined("a.pem", "a.example");
        looks(2);
        assertEquals(a.certificate(), chosen(watched, "a.example"));
        assertEquals(b.certificate(), chosen(watched, "b.example"));
        assertEquals(a.certificate(), chosen(watched, "x.example"));
        Files.delete(folder.resolve("a.pem"));
        look();
        assertEquals(b.certificate(), chosen(watched, "a.example"));
        assertEquals(List.of(), log.take());
    }

    @Test
    void oneBadFileOfADirectoryHoldsUpNoOther() throws IOException {
        IssuedCertificate a = writeCombined("a.pem", "a.example");
        writeCombined("b.pem", "b.example");
        WatchedKeys watched = start(KeySource.directory(folder));
        Files.writeString(folder.resolve("a.pem"), "garbage");
        Files.writeString(folder.resolve("c.pem"), "more garbage");
        IssuedCertificate b = writeCombined("b.pem", "b.example");
        looks(20);
        assertEquals(a.certificate(), chosen(watched, "a.example"));
        assertEquals(b.certificate(), chosen(watched, "b.example"));
        String garbage = ": no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----";
        assertEquals(
                List.of(
                        "not used, and the certificates known so far stay in use: " + folder.resolve("c.pem") + garbage,
                        "the last good certificate stays in use, the new one is unusable: " + folder.resolve("a.pem")
                                + garbage),
                log.take());
    }

    @Test
    void keepsTheLastOnesWhenTheDirectoryIsEmptiedOrGone() throws IOException {
        IssuedCertificate a = writeCombined("a.pem", "a.example");
        WatchedKeys watched = start(KeySource.directory(folder));
        Files.delete(folder.resolve("a.pem"));
        looks(3);
        assertEquals(a.certificate(), chosen(watched, "a.example"));
        assertEquals(
                "not used, and the certificates known so far stay in use: " + folder
                        + ": no private key with its certificate in it (.pem, .crt, .cer, .key, .p12, .pfx)",
                log.take().get(0));
        IssuedCertificate other = writeCombined("other.pem", "other.example");
        looks(3);
        assertEquals(other.certificate(), chosen(watched, "a.example"));
    }

    @Test
    void warnsBeforeACertificateExpiresAndDailyAfterwards() throws IOException {
        IssuedCertificate issued =
                ROOT.issue(CertificateSpec.server("a.example").validFor(Duration.ofDays(40)));
        write(folder, issued);
        Instant end = issued.certificate().getNotAfter().toInstant();
        start();
        assertEquals(List.of(), log.take());
        String about = cert + ", " + key + ": the certificate 'CN=a.example' ";
        for (int days : List.of(30, 7, 1)) {
            now = end.minus(Duration.ofDays(days)).minusSeconds(1);
            look();
            assertEquals(List.of(), log.take());
            now = end.minus(Duration.ofDays(days)).plusSeconds(1);
            looks(3);
            assertEquals(List.of(about + "expires on " + end), log.take());
        }
        now = end.plusSeconds(1);
        looks(3);
        assertEquals(List.of(about + "has expired on " + end), log.take());
        now = now.plus(Duration.ofHours(24));
        looks(3);
        assertEquals(List.of(about + "has expired on " + end), log.take());
    }

    @Test
    void warnsAtTheStartAndAgainForANewCertificate() throws IOException {
        write(folder, ROOT.issue(CertificateSpec.server("a.example").validFor(Duration.ofDays(5))));
        start();
        assertEquals(1, log.take().size());
        write(folder, ROOT.issue(CertificateSpec.server("a.example").validFor(Duration.ofDays(4))));
        looks(2);
        assertEquals(1, log.take().size());
        write(folder, ROOT.issue(CertificateSpec.server("a.example").validFor(Duration.ofDays(90))));
        looks(2);
        assertEquals(List.of(), log.take());
    }

    private WatchedKeys start() {
        return start(pair());
    }

    private WatchedKeys start(KeySource source) {
        return WatchedKeys.start(source, settings(work::add));
    }

    private WatchSettings settings(Executor worker) {
        return WatchSettings.of(clock, worker).withPeriod(PERIOD).withDate(() -> now);
    }

    private KeySource pair() {
        return KeySource.files(KeyFiles.of(cert, key));
    }

    private void look() {
        clock.advance(PERIOD);
        runWork();
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            look();
        }
    }

    private void runWork() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private IssuedCertificate write(String name) throws IOException {
        return write(folder, ROOT.issue(name));
    }

    private static IssuedCertificate write(Path folder, IssuedCertificate issued) throws IOException {
        Files.writeString(folder.resolve("tls.crt"), issued.chainPem());
        Files.writeString(folder.resolve("tls.key"), issued.keyPem());
        return issued;
    }

    private IssuedCertificate writeCombined(String file, String name) throws IOException {
        IssuedCertificate issued = ROOT.issue(name);
        Files.writeString(folder.resolve(file), issued.keyPem() + issued.chainPem());
        return issued;
    }

    private static void assertServes(IssuedCertificate wanted, KeySelector identities) {
        assertEquals(wanted.certificate(), chosen(identities, "a.example"));
    }

    private static X509Certificate chosen(KeySelector identities, String name) {
        return identities
                .choose(Optional.of(name), EnumSet.allOf(KeyKind.class))
                .orElseThrow()
                .leaf();
    }
}
