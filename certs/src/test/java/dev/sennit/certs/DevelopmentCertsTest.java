package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.DevelopmentIdentity.Made;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevelopmentCertsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Path temporary;

    DevelopmentCertsTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void makesAnAuthorityAndTheIdentityOfThisMachine() throws Exception {
        DevelopmentIdentity identity = certs(NOW).identity();

        assertEquals(
                List.of("DNS localhost", "DNS box.test", "IP 127.0.0.1", "IP ::1"),
                ListedName.of(identity.issued().certificate()).stream()
                        .map(ListedName::toString)
                        .toList());
        assertEquals(
                List.of(new Made(file("ca.pem"), "there was none"), new Made(file("localhost.pem"), "there was none")),
                identity.made());
        assertEquals(
                Optional.of("made for development: " + file("ca.pem") + " (there was none) and " + file("localhost.pem")
                        + " (there was none); clients need to trust " + file("ca.pem")
                        + " ('sennit certs trust-help' tells how)"),
                identity.notice());
        new Pkix(root(), NOW).validate(identity.issued().chain());
        assertTrue(
                root().getSubjectX500Principal()
                        .getName()
                        .matches("CN=Sennit development CA [0-9a-f]{6} of 2026-03-01"),
                root().toString());
    }

    @Test
    void usesAgainWhatIsThere() throws Exception {
        DevelopmentIdentity first = certs(NOW).identity();
        DevelopmentIdentity again = certs(NOW.plus(Duration.ofDays(82))).identity();

        assertEquals(first.issued(), again.issued());
        assertEquals(List.of(), again.made());
        assertEquals(Optional.empty(), again.notice());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void writesNothingToUseWhatIsThere() throws Exception {
        certs(NOW).identity();
        Files.delete(file(".lock"));

        certs(NOW).identity();

        assertTrue(Files.notExists(file(".lock")));
    }

    @ParameterizedTest(name = "after {0} days")
    @CsvSource({
        "84,  the one before ends on 2026-05-30",
        "91,  the one before ended on 2026-05-30",
        "-1,  the one before begins on 2026-03-01",
    })
    void issuesAnewWhatIsNotValidForLong(int days, String reason) throws Exception {
        // An authority that was made two days before, so that it is valid on the day before too.
        certs(NOW.minus(Duration.ofDays(2))).create("other", CertificateSpec.leaf("other.test"));
        certs(NOW).identity();

        DevelopmentIdentity identity = certs(NOW.plus(Duration.ofDays(days))).identity();

        assertEquals(List.of(new Made(file("localhost.pem"), reason)), identity.made());
        new Pkix(root(), NOW.plus(Duration.ofDays(days)))
                .validate(identity.issued().chain());
    }

    @Test
    void renewsAShortCertificateInItsLastThird() throws Exception {
        CertificateSpec brief = CertificateSpec.leaf("a.test").validFor(Duration.ofDays(3));
        certs(NOW).identity("a", brief);

        assertEquals(
                List.of(),
                certs(NOW.plus(Duration.ofHours(46))).identity("a", brief).made());
        assertEquals(
                1,
                certs(NOW.plus(Duration.ofHours(49)))
                        .identity("a", brief)
                        .made()
                        .size());
    }

    @Test
    void issuesAnewWhatIsNotAsAskedFor() throws Exception {
        CertificateSpec server = CertificateSpec.server("a.test");
        certs(NOW).identity("a", server);

        assertEquals(
                "the one before is not for b.test, 10.0.0.1",
                reason(CertificateSpec.server("a.test", "b.test", "10.0.0.1")));
        assertEquals(
                "the one before has another kind of key",
                reason(CertificateSpec.server("a.test", "10.0.0.1").key(KeyAlgorithm.ED25519)));
        assertEquals(
                "the one before is for other purposes",
                reason(CertificateSpec.leaf("A.test").key(KeyAlgorithm.ED25519)));
        assertEquals(
                "", reason(CertificateSpec.server("a.test").key(KeyAlgorithm.ED25519)), "fewer purposes and names");
    }

    private String reason(CertificateSpec spec) throws Exception {
        List<Made> made = certs(NOW).identity("a", spec).made();
        return made.isEmpty() ? "" : made.get(0).reason();
    }

    @Test
    void issuesAnewWhatIsDamaged() throws Exception {
        certs(NOW).identity();
        Files.writeString(file("localhost.pem"), CertificateDirectory.MARK);
        assertEquals(
                "the one before was damaged",
                certs(NOW).identity().made().get(0).reason());

        Files.delete(file("localhost.key"));
        assertEquals(
                "the one before was damaged",
                certs(NOW).identity().made().get(0).reason());
        assertEquals(List.of(), certs(NOW).identity().made());
    }

    @Test
    void issuesAnewUnderAnotherAuthority() throws Exception {
        certs(NOW).identity();
        Files.delete(file("ca.pem"));
        Files.delete(file("ca.key"));

        assertEquals(
                List.of(
                        new Made(file("ca.pem"), "there was none"),
                        new Made(file("localhost.pem"), "the one before was issued by another authority")),
                certs(NOW).identity().made());
    }

    @Test
    void makesTheAuthorityAnewShortlyBeforeItsEnd() throws Exception {
        certs(NOW).identity();
        Instant end = NOW.plus(CertificateSpec.AUTHORITY_VALIDITY);

        DevelopmentIdentity last = certs(end.minus(Duration.ofDays(8))).identity();
        assertEquals(1, last.made().size());
        assertEquals(end, last.issued().certificate().getNotAfter().toInstant());
        DevelopmentIdentity next = certs(end.minus(Duration.ofDays(6))).identity();
        assertEquals(
                new Made(file("ca.pem"), "the one before ends on 2036-02-27"),
                next.made().get(0));
        new Pkix(root(), end).validate(next.issued().chain());
    }

    @Test
    void createsAnewWhenAsked() throws Exception {
        CertificateSpec spec = CertificateSpec.leaf("a.test");
        DevelopmentIdentity first = certs(NOW).create("a", spec);
        DevelopmentIdentity second = certs(NOW).create("a", spec);

        assertNotEquals(first.issued(), second.issued());
        assertEquals(List.of(new Made(file("a.pem"), "asked for")), second.made());
        assertThrows(IllegalArgumentException.class, () -> certs(NOW).create("CA", spec));
        assertThrows(IllegalArgumentException.class, () -> certs(NOW).identity("ca", spec));
    }

    @Test
    void replacesWhatIsForTheSameNameAndMore() throws Exception {
        certs(NOW).create("a.test", CertificateSpec.server("a.test"));

        DevelopmentIdentity next = certs(NOW).create("A.test", CertificateSpec.server("A.TEST", "127.0.0.1"));

        assertEquals(file("a.test.pem"), next.chainFile());
        certs(NOW).create("bob", CertificateSpec.client("bob"));
        certs(NOW).create("bob", CertificateSpec.client("bob", "bob.test"));
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @CsvSource({
        "BOB, bob, bob, 'CN=BOB, not bob'",
        "a b, a_b, a_b, 'CN=a b, not a_b'",
    })
    void replacesNothingOfSomebodyElse(String first, String second, String file, String said) throws Exception {
        DevelopmentIdentity kept = certs(NOW).create(first, CertificateSpec.client(first));
        String content = Files.readString(kept.chainFile());
        CertificateSpec spec = CertificateSpec.client(second);

        FileSystemException refused =
                assertThrows(FileSystemException.class, () -> certs(NOW).create(second, spec));

        assertEquals(
                file(file + ".pem") + ": is there already, and is for " + said
                        + ", so it is not replaced: move it and its key away, or choose another directory",
                refused.getMessage());
        assertEquals(content, Files.readString(kept.chainFile()));
    }

    @Test
    void usesWhatWasPutThereByHand() throws Exception {
        putByHand("localhost", CertificateAuthority.create(at(NOW)).issue("localhost", "box.test", "127.0.0.1", "::1"));
        String before = Files.readString(file("localhost.pem"));

        DevelopmentIdentity identity = certs(NOW.plus(Duration.ofDays(89))).identity();

        assertEquals(List.of(), identity.made());
        assertTrue(Files.notExists(file("ca.pem")), "an authority that nobody needs");
        assertEquals(before, identity.issued().chainPem());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ended      | 91 | localhost, box.test, 127.0.0.1, ::1 | ended on 2026-05-30",
                "other name |  0 | localhost                           | is not for box.test, 127.0.0.1, ::1",
            })
    void replacesNothingThatWasPutThereByHand(String name, int days, String names, String reason) throws Exception {
        putByHand("localhost", CertificateAuthority.create(at(NOW)).issue(names.split(", ")));
        String before = Files.readString(file("localhost.pem"));

        FileSystemException refusal =
                assertThrows(FileSystemException.class, () -> certs(NOW.plus(Duration.ofDays(days)))
                        .identity());

        assertEquals(
                file("localhost.pem") + ": " + reason + ", and was not made by Sennit, so it is not replaced:"
                        + " renew it, or move it and its key away to have both made",
                refusal.getMessage());
        assertEquals(before, Files.readString(file("localhost.pem")));
    }

    @Test
    void issuesUnderAnAuthorityThatWasPutThereByHand() throws Exception {
        CertificateAuthority own = CertificateAuthority.create(CertificateSpec.authority("mkcert me@box"), at(NOW));
        putByHand("ca", own.identity());

        DevelopmentIdentity identity = certs(NOW).identity();

        assertEquals(List.of(new Made(file("localhost.pem"), "there was none")), identity.made());
        new Pkix(own.root(), NOW).validate(identity.issued().chain());
        Instant late = NOW.plus(Duration.ofDays(3651));
        assertEquals(
                file("ca.pem") + ": ended on 2036-02-27 and was not made by Sennit, so it is not replaced: renew it, or"
                        + " move it and " + file("ca.key") + " away to have both made",
                message(late));
    }

    @Test
    void saysWhatToDoAboutAnAuthorityThatCannotBeUsed() throws Exception {
        certs(NOW).identity();
        assertEquals(
                file("ca.pem")
                        + ": is valid from 2026-03-01T11:00:00Z on, but it is 2026-03-01T10:00:00Z here: set this"
                        + " machine's clock, or delete it and " + file("ca.key"),
                message(NOW.minus(Duration.ofHours(2))));

        Files.delete(file("ca.key"));
        assertEquals(
                file("ca.key") + ": is missing, and " + file("ca.pem")
                        + " is of no use without it: put it back, or delete " + file("ca.pem")
                        + " to have both made anew, and trust the new one",
                message(NOW));

        Files.delete(file("ca.pem"));
        Files.writeString(file("ca.key"), "precious");
        assertEquals(
                file("ca.pem") + ": is missing, and " + file("ca.key") + " was not made by Sennit, so it is not"
                        + " overwritten: put the certificate back, or move the key away",
                message(NOW));

        putByHand("ca", CertificateAuthority.create(at(NOW)).issue("a.test"));
        assertEquals(
                file("ca.pem")
                        + ": is no authority's certificate, so that nobody would believe what it issues: move it and "
                        + file("ca.key") + " away to have both made",
                message(NOW));

        putByHand(
                "ca",
                new IssuedCertificate(
                        CertificateAuthority.create().identity().chain(),
                        CertificateAuthority.create().identity().key()));
        assertEquals(file("ca.key") + ": is not the key of " + file("ca.pem"), message(NOW));
    }

    private String message(Instant now) {
        return String.valueOf(
                assertThrows(FileSystemException.class, () -> certs(now).identity())
                        .getMessage());
    }

    @Test
    void recoversFromAnEndBetweenTheKeyAndTheCertificate() throws Exception {
        certs(NOW).identity();
        Files.delete(file("ca.pem"));

        assertEquals(
                new Made(file("ca.pem"), "there was none"),
                certs(NOW).identity().made().get(0));
    }

    @Test
    void letsManyThreadsBeginAtOnce() throws Exception {
        Set<X509Certificate> seen = ConcurrentHashMap.newKeySet();
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                try {
                    seen.add(certs(NOW).identity().issued().certificate());
                } catch (Exception e) {
                    failures.add(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(Set.of(certs(NOW).identity().issued().certificate()), seen);
    }

    @Test
    void letsManyProcessesBeginAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-XX:TieredStopAtLevel=1",
                            OneProcess.class.getName(),
                            directory().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        List<String> said = new ArrayList<>();
        for (Process process : processes) {
            said.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ended");
        }

        String serial = DevelopmentCerts.in(directory())
                .identity("a", OneProcess.SPEC)
                .issued()
                .certificate()
                .getSerialNumber()
                .toString();
        assertEquals(
                List.of(serial, serial, serial),
                said.stream().map(text -> text.split(" ", 2)[0]).toList());
        assertEquals(
                List.of("0", "0", "2"),
                said.stream().map(text -> text.split(" ", 2)[1]).sorted().toList(),
                "one made both files, the others none");
    }

    /** What each of many processes does. */
    static final class OneProcess {
        static final CertificateSpec SPEC = CertificateSpec.leaf("a.test");

        private OneProcess() {}

        public static void main(String[] arguments) throws Exception {
            DevelopmentIdentity identity =
                    DevelopmentCerts.in(Path.of(arguments[0])).identity("a", SPEC);
            System.out.print(identity.issued().certificate().getSerialNumber() + " "
                    + identity.made().size());
        }
    }

    private Path directory() {
        return temporary.resolve("certs");
    }

    private Path file(String name) {
        return directory().resolve(name);
    }

    private DevelopmentCerts certs(Instant now) {
        return new DevelopmentCerts(directory(), at(now), () -> Optional.of("box.test"));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private X509Certificate root() throws Exception {
        return Pem.certificatesIn(file("ca.pem")).get(0);
    }

    private void putByHand(String name, IssuedCertificate issued) throws Exception {
        Files.createDirectories(directory());
        Files.writeString(file(name + ".pem"), issued.chainPem());
        Files.writeString(file(name + ".key"), issued.keyPem());
    }
}
