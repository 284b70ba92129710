package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateDirectoryTest {
    private final Path temporary;

    private final CertificateAuthority authority = CertificateAuthority.create();

    CertificateDirectoryTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void writesWhatItReads() throws Exception {
        CertificateDirectory directory = CertificateDirectory.of(temporary.resolve("a/b"));
        IssuedCertificate issued = authority.intermediate("lower").issue("localhost");

        assertEquals(Optional.empty(), directory.read("localhost"));
        directory.write("localhost", issued);

        assertEquals(Optional.of(issued), directory.read("localhost"));
        assertEquals(
                List.of(".gitignore", "localhost.key", "localhost.pem"),
                names(directory.path()),
                "and nothing temporary is left");
    }

    @Test
    void replacesWhatItWrote() throws Exception {
        CertificateDirectory directory = CertificateDirectory.of(temporary);
        IssuedCertificate second = authority.issue("localhost");
        directory.write("localhost", authority.issue("localhost"));
        directory.write("localhost", second);

        assertEquals(Optional.of(second), directory.read("localhost"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void letsOnlyTheOwnerReadAKey() throws Exception {
        CertificateDirectory directory = CertificateDirectory.of(temporary);
        directory.write("localhost", authority.issue("localhost"));
        directory.write("localhost", authority.issue("localhost"));
        directory.writeAuthority("ca", authority.identity());

        for (String name : List.of("localhost", "ca")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.keyFile(name))));
        }
    }

    @Test
    void keepsWhatItWritesOutOfRepositoriesAndNothingElse() throws Exception {
        CertificateDirectory directory = CertificateDirectory.of(temporary.resolve("certs"));
        directory.write("localhost", authority.issue("localhost"));

        assertEquals(
                "/.gitignore\n/.lock\n/.*.tmp\n/*.key\n/*.pem\n",
                Files.readString(temporary.resolve("certs/.gitignore")));
    }

    @Test
    void leavesAGitignoreThatIsThere() throws Exception {
        Files.writeString(temporary.resolve(".gitignore"), "*.key\n");
        CertificateDirectory.of(temporary).write("localhost", authority.issue("localhost"));

        assertEquals("*.key\n", Files.readString(temporary.resolve(".gitignore")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Localhost,      localhost.pem",
        "*.example.test, _wildcard.example.test.pem",
        "bücher.test,    xn--bcher-kva.test.pem",
        "BÜCHER.test,    xn--bcher-kva.test.pem",
        "bácher.test,    xn--bcher-xqa.test.pem",
        "Alice Liddell,  alice_liddell.pem",
        "::1,            __1.pem",
    })
    void namesFilesAfterTheFormThatDnsKnows(String name, String file) {
        assertEquals(temporary.resolve(file), CertificateDirectory.of(temporary).chainFile(name));
    }

    @ParameterizedTest
    @CsvSource({"localhost.pem", "localhost.key"})
    void overwritesNothingThatItDidNotWrite(String foreign) throws Exception {
        Path file = temporary.resolve(foreign);
        Files.writeString(file, "precious");
        CertificateDirectory directory = CertificateDirectory.of(temporary);

        FileSystemException refusal = assertThrows(
                FileSystemException.class, () -> directory.write("localhost", authority.issue("localhost")));

        assertEquals(
                file
                        + ": is there already and was not made by Sennit, so it is not overwritten: move it away, or"
                        + " choose another name or directory",
                refusal.getMessage());
        assertEquals("precious", Files.readString(file));
        assertEquals(List.of(foreign), names(temporary));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void overwritesNoLinkToNowhere() throws Exception {
        Files.createSymbolicLink(temporary.resolve("localhost.key"), temporary.resolve("elsewhere"));

        assertThrows(FileSystemException.class, () -> CertificateDirectory.of(temporary)
                .write("localhost", authority.issue("localhost")));
        assertFalse(Files.exists(temporary.resolve("elsewhere")));
    }

    @Test
    void saysThatAFileIsNoDirectory() throws Exception {
        Path file = Files.createFile(temporary.resolve("certs"));

        FileSystemException refusal = assertThrows(FileSystemException.class, () -> CertificateDirectory.of(file)
                .write("localhost", authority.issue("localhost")));
        assertEquals(file + ": is not a directory, and certificates need one: choose another", refusal.getMessage());
    }

    @Test
    void saysWhatCannotBeWrittenAndWhatToDo() throws Exception {
        Path below = Files.createFile(temporary.resolve("file")).resolve("certs");

        for (Path directory : List.of(below, below.resolve("deeper"))) {
            FileSystemException refusal = assertThrows(FileSystemException.class, () -> DevelopmentCerts.in(directory)
                    .identity());
            assertEquals(
                    directory
                            + ": cannot be written, and certificates are to be made there (Not a directory): let it be"
                            + " written, or choose another directory",
                    refusal.getMessage());
        }
    }

    @Test
    void saysThatALinkLeadsNowhere() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("certs"), temporary.resolve("none"));

        FileSystemException refusal = assertThrows(
                FileSystemException.class, () -> DevelopmentCerts.in(link).identity());
        assertEquals(
                link + ": cannot be written, and certificates are to be made there (" + link
                        + " is not a directory): let" + " it be written, or choose another directory",
                refusal.getMessage());
    }

    @Test
    void saysWhichOfItsFilesIsInTheWay() throws Exception {
        Path lock = Files.createDirectory(temporary.resolve(".lock"));

        FileSystemException refusal = assertThrows(
                FileSystemException.class, () -> DevelopmentCerts.in(temporary).identity());
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .startsWith(temporary + ": cannot be written, and certificates are to be made there ("),
                refusal.getMessage());
        assertTrue(Files.isDirectory(lock));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "localhost,       localhost.pem",
        "*.example.org,   _wildcard.example.org.pem",
        "::1,             __1.pem",
        "a/../b,          a_.._b.pem",
        "Example.ORG,     example.org.pem",
    })
    void namesFilesSoThatEverySystemTakesThem(String name, String file) {
        assertEquals(temporary.resolve(file), CertificateDirectory.of(temporary).chainFile(name));
    }

    @ParameterizedTest
    @CsvSource({"''", "..", ".hidden"})
    void refusesNamesOfHiddenFiles(String name) {
        assertThrows(IllegalArgumentException.class, () -> CertificateDirectory.of(temporary)
                .chainFile(name));
    }

    static Stream<List<String>> damages() {
        String certificate = CertificateAuthority.create().issue("a.test").chainPem();
        String key = CertificateAuthority.create().identity().keyPem();
        String encrypted = CertificateAuthority.create().identity().keyPem("x".toCharArray());
        return Stream.of(
                List.of("pem", "", "the file is empty"),
                List.of("pem", "hello", "no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----"),
                List.of("pem", key, "found a private key where a certificate is wanted"),
                List.of("pem", certificate.substring(0, 200), "the file ends before the END of this CERTIFICATE"),
                List.of("pem", certificate.replaceFirst("M", "A"), "a damaged certificate: "),
                List.of("pem", "x".repeat((1 << 20) + 1), "over the limit of 1048576 bytes"),
                List.of("key", "", "the file is empty"),
                List.of("key", certificate, "found a certificate where a private key is wanted"),
                List.of("key", key, "is not the key of "),
                List.of("key", encrypted, "the private key is encrypted and no password"),
                List.of("key", key.replaceFirst("M", "A"), "a damaged private key"),
                List.of("key", key.replace(" PRIVATE", " EC PRIVATE"), "a damaged private key"));
    }

    @ParameterizedTest(name = "{index} {0}")
    @org.junit.jupiter.params.provider.MethodSource("damages")
    void namesTheFileThatCannotBeRead(List<String> damage) throws Exception {
        CertificateDirectory directory = CertificateDirectory.of(temporary);
        directory.write("localhost", authority.issue("localhost"));
        Path file = temporary.resolve("localhost." + damage.get(0));
        Files.writeString(file, damage.get(1));

        FileSystemException failure = assertThrows(FileSystemException.class, () -> directory.read("localhost"));

        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith(file + ":") && message.contains(damage.get(2)), message);
        assertFalse(message.contains(authority.issue("x").keyPem().substring(30, 40)), message);
    }

    @Test
    void readsTheOtherKindsOfKeyToo() throws Exception {
        CertificateDirectory directory = CertificateDirectory.of(temporary);
        for (KeyAlgorithm kind : List.of(KeyAlgorithm.RSA_2048, KeyAlgorithm.ED25519, KeyAlgorithm.ECDSA_P384)) {
            IssuedCertificate issued =
                    authority.issue(CertificateSpec.leaf("a.test").key(kind));
            directory.write("a", issued);

            assertEquals(Optional.of(issued), directory.read("a"));
        }
        assertNotEquals(0, names(temporary).size());
    }

    private static List<String> names(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
