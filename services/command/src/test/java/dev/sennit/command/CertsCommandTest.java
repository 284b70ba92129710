package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateDirectory;
import dev.sennit.certs.CertificateReport;
import dev.sennit.certs.CertificateSummary;
import dev.sennit.memory.MemoryNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertsCommandTest {
    private final Path directory;
    private final TestWorld world = new TestWorld(MemoryNetwork.seeded(1).host("here"));

    CertsCommandTest(@TempDir Path temporary) {
        this.directory = temporary.resolve("certs");
    }

    private String create(String... arguments) {
        return outputOf(concat(List.of("certs", "create", "--dir", directory.toString()), arguments));
    }

    private String outputOf(String... arguments) {
        world.out.reset();
        assertEquals(0, world.run(arguments), world.errors.text());
        assertEquals("", world.errors.text());
        return world.out.text();
    }

    private static String[] concat(List<String> first, String... rest) {
        String[] all = first.toArray(new String[first.size() + rest.length]);
        System.arraycopy(rest, 0, all, first.size(), rest.length);
        return all;
    }

    private CertificateSummary made(String name) throws Exception {
        return CertificateReport.of(
                        CertificateDirectory.of(directory)
                                .read(name)
                                .orElseThrow()
                                .chain(),
                        Instant.now())
                .certificates()
                .get(0);
    }

    @Test
    void createsAServersCertificateAndSaysWhereItIs() throws Exception {
        List<String> lines = create("localhost", "*.example.test", "127.0.0.1", "::1")
                .lines()
                .toList();

        assertEquals("certificate  " + directory.resolve("localhost.pem"), lines.get(0));
        assertEquals("key          " + directory.resolve("localhost.key"), lines.get(1));
        assertEquals("authority    " + directory.resolve("ca.pem") + " (made anew: there was none)", lines.get(2));
        assertEquals("for          DNS localhost, DNS *.example.test, IP 127.0.0.1, IP ::1", lines.get(3));
        assertTrue(lines.get(4).matches("valid until  \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), lines.get(4));
        assertEquals("'sennit certs trust-help' tells how to trust the new authority.", lines.get(5));
        CertificateSummary made = made("localhost");
        assertEquals(List.of("server"), made.purposes());
        assertEquals("ECDSA P-256", made.key());
        assertEquals(89, made.left().toDays());
    }

    @Test
    void usesTheAuthorityThatIsThere() throws Exception {
        create("a.test");
        CertificateSummary first = made("a.test");
        List<String> lines = create("a.test", "--days=30").lines().toList();

        assertEquals("authority    " + directory.resolve("ca.pem"), lines.get(2));
        assertEquals(5, lines.size());
        assertEquals(29, made("a.test").left().toDays());
        assertEquals(first.issuer(), made("a.test").issuer());
        assertFalse(first.serial().equals(made("a.test").serial()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ecdsa,      ECDSA P-256",
        "ecdsa-p384, ECDSA P-384",
        "rsa,        RSA 2048 bits",
        "rsa-3072,   RSA 3072 bits",
        "ed25519,    Ed25519",
    })
    void makesTheKindOfKeyThatIsAskedFor(String word, String kind) throws Exception {
        create("a.test", "--key", word);

        assertEquals(kind, made("a.test").key());
    }

    @Test
    void createsAClientsCertificate() throws Exception {
        assertTrue(create("--client", "Alice Liddell").contains("\nfor          CN=Alice Liddell\n"), world.out.text());
        assertEquals(List.of("client"), made("Alice Liddell").purposes());
        assertTrue(
                create("--client", "alice@example.org", "box.test")
                        .contains("\nfor          e-mail alice@example.org, DNS box.test\n"),
                world.out.text());
    }

    @Test
    void showsAFile() {
        create("localhost");
        String report =
                outputOf("certs", "show", directory.resolve("localhost.pem").toString());

        assertTrue(report.startsWith("Certificate 1 of 1: leaf\n  subject    CN=localhost\n"), report);
        assertTrue(report.endsWith("\nProblems: none\n"), report);
    }

    @Test
    void tellsHowToTrustTheAuthorityOfADirectory() {
        assertTrue(outputOf("certs", "trust-help").contains("curl --cacert " + Path.of("certs", "ca.pem") + " "));
        assertTrue(
                outputOf("certs", "trust-help", "--dir=x").contains("curl --cacert " + Path.of("x", "ca.pem") + " "));
        assertFalse(Files.exists(directory));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "certs                          | sennit: which command? Known: create, show, trust-help",
                "certs creat x                  | sennit: unknown command 'creat'; did you mean 'create'?",
                "certs create                   | sennit: missing required parameter: 'NAME'",
                "certs create a..b              | sennit: 'a..b' is no DNS name: a part of it is empty",
                "certs create localhost:8443    | sennit: 'localhost:8443' is no IP address, and no name has a ':'",
                "certs create ca                | sennit: 'ca' is the name of the authority's own files: choose another",
                "certs create x --days=0        | sennit: --days must be 1 to 825, which is as long as all systems accept, but is 0",
                "certs create x --days=826      | sennit: --days must be 1 to 825, which is as long as all systems accept, but is 826",
                "certs create x --key=dsa       | sennit: invalid value for option '--key': 'dsa' is no kind of key; expected ecdsa,",
                "certs create x --keys=rsa      | sennit: 'sennit certs create' has no option '--keys'; did you mean '--key'?",
                "certs show                     | sennit: missing required parameter: 'FILE|ENDPOINT'",
                "certs show a b                 | sennit: 'sennit certs show' takes no more arguments, but there is 'b'",
            })
    void namesWhatIsWrongAndWhereToReadOn(String command, String message) {
        assertEquals(2, world.run(command.split(" +")), world.errors.text());

        assertTrue(world.errors.text().startsWith(message), world.errors.text());
        assertTrue(world.errors.text().contains("See 'sennit certs"), world.errors.text());
        assertEquals("", world.out.text());
        assertFalse(Files.exists(Path.of("certs", "ca.pem")), "nothing is made by mistake");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        Path file = directory.resolve("none.pem");
        assertEquals(1, world.run("certs", "show", file.toString()));
        assertEquals("sennit: " + file + ": no such file or directory\n", world.errors.text());
    }

    @Test
    void saysThatAFileHasNoCertificate() {
        create("localhost");
        Path key = directory.resolve("localhost.key");
        assertEquals(1, world.run("certs", "show", key.toString()));
        assertEquals("sennit: " + key + ":2: found a private key where a certificate is wanted\n", world.errors.text());
    }

    @Test
    void twoNamesNeverShareAFile() throws Exception {
        create("bücher.test");
        create("bácher.test");
        assertEquals(List.of("DNS xn--bcher-kva.test"), made("bücher.test").names());

        create("--client", "BOB");
        assertEquals(1, world.run("certs", "create", "--client", "bob", "--dir=" + directory));
        assertEquals(
                "sennit: " + directory.resolve("bob.pem")
                        + ": is there already, and is for CN=BOB, not bob, so it is not replaced: move it and its key away,"
                        + " or choose another directory\n",
                world.errors.text());
    }

    @Test
    void takesANameOnce() {
        assertTrue(create("localhost", "LOCALHOST", "::1", "0::1").contains("\nfor          DNS localhost, IP ::1\n"));
    }

    @Test
    void saysThatACertificateIsDamagedWithoutNamesOfClasses() throws Exception {
        create("localhost");
        Path file = directory.resolve("localhost.pem");
        String lines =
                Files.readString(file).replaceFirst("(?s)(BEGIN CERTIFICATE-----\n.{64}\n).*?(-----END)", "$1$2");
        Files.writeString(file, lines);
        assertEquals(1, world.run("certs", "show", file.toString()));
        assertTrue(
                world.errors
                        .text()
                        .startsWith("sennit: " + file + ":2: a damaged certificate: it is cut short, 48 bytes of "),
                world.errors.text());
    }

    @Test
    void overwritesNoFileOfOthers() throws Exception {
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve("localhost.pem"), "precious");
        assertEquals(1, world.run("certs", "create", "localhost", "--dir=" + directory));
        assertEquals(
                "sennit: " + file
                        + ": is there already and was not made by Sennit, so it is not overwritten: move it away,"
                        + " or choose another name or directory\n",
                world.errors.text());
        assertEquals("precious", Files.readString(file));
        assertFalse(Files.exists(directory.resolve("ca.pem")), "an authority for nothing");
    }
}
