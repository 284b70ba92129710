package dev.sennit.x509.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.Pem;
import dev.sennit.x509.pem.PemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySourceTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create();
    private static final CertificateAuthority MIDDLE = ROOT.intermediate("Middle");

    private final Path folder;

    KeySourceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsTheLayoutsThatPeopleUse() throws IOException {
        IssuedCertificate combined = issue("combined.example");
        write("combined.example.pem", combined.keyPem() + combined.chainPem());
        IssuedCertificate pair = issue("pair.example");
        write("Pair.Example.crt", pair.chainPem());
        write("pair.example.key", pair.keyPem());
        IssuedCertificate certbot = issue("certbot.example");
        write("live/privkey.pem", certbot.keyPem());
        write("live/cert.pem", Pem.certificates(List.of(certbot.certificate())));
        write("live/chain.pem", Pem.certificates(List.of(MIDDLE.certificate())));
        write("live/fullchain.pem", certbot.chainPem());
        IssuedCertificate secret = issue("secret.example");
        write("secret/tls.crt", secret.chainPem());
        write("secret/tls.key", secret.keyPem());
        write("secret/ca.crt", Pem.certificates(List.of(ROOT.certificate())));
        IssuedCertificate store = issue("store.example");
        Fixtures.writeStore(folder.resolve("store.example.p12"), store, "");
        IssuedCertificate windows = issue("windows.example");
        Fixtures.writeStore(folder.resolve("windows.example.PFX"), windows, "");
        write("README", "no PEM");
        write(".hidden.pem", "no PEM");
        write("dhparam.pem", "-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n");
        KeySelector all = KeySource.directory(folder).read();
        for (IssuedCertificate each : List.of(combined, pair, certbot, secret, store, windows)) {
            String name = each.certificate().getSubjectX500Principal().getName().substring(3);
            CertifiedKey found =
                    all.choose(Optional.of(name), EnumSet.allOf(KeyKind.class)).orElseThrow();
            assertEquals(each.chain(), found.chain().subList(0, 2));
        }
    }

    @Test
    void theDefaultIsWhatIsCalledSoElseTheFirst() throws IOException {
        write("a.pem", all(issue("a.example")));
        IssuedCertificate b = issue("b.example");
        write("b.pem", all(b));
        assertEquals("CN=a.example", chosen("x.example"));
        write("Default.pem", all(issue("d.example")));
        assertEquals("CN=d.example", chosen("x.example"));
        assertEquals("CN=b.example", chosen("b.example"));
        Files.delete(folder.resolve("Default.pem"));
        write("default/key.pem", b.keyPem());
        write("default/cert.pem", b.chainPem());
        assertEquals("CN=b.example", chosen("x.example"));
    }

    @Test
    void opensAllKeysWithOnePassword() throws IOException {
        IssuedCertificate a = issue("a.example");
        write("a.pem", a.keyPem("opensesame".toCharArray()) + a.chainPem());
        assertThrows(PemException.class, () -> KeySource.directory(folder).read());
        KeySource source = KeySource.directory(folder, "opensesame".toCharArray());
        assertFalse(source.toString().contains("opensesame"));
        source.read();
    }

    @Test
    void readsTwoKindsOfKeyForOneName() throws IOException {
        IssuedCertificate rsa =
                MIDDLE.issue(CertificateSpec.server("a.example").key(dev.sennit.certs.KeyAlgorithm.RSA_2048));
        write("a-rsa.pem", all(rsa));
        write("a-ec.pem", all(issue("a.example")));
        KeySelector both = KeySource.directory(folder).read();
        assertEquals(
                rsa.certificate(),
                both.choose(Optional.of("a.example"), EnumSet.of(KeyKind.RSA))
                        .orElseThrow()
                        .leaf());
    }

    @Test
    void namesWhatIsWrong() throws IOException {
        assertProblem(": no private key with its certificate in it (.pem, .crt, .cer, .key, .p12, .pfx)");
        write("a.key", issue("a.example").keyPem());
        assertProblem(": no private key with its certificate in it (.pem, .crt, .cer, .key, .p12, .pfx)");
        write("b.crt", issue("b.example").chainPem());
        assertProblem(
                "/a.key and " + folder + "/b.crt: the private key belongs to none of the 2 certificates, the first of"
                        + " which is 'CN=b.example'");
        write("c.pem", "no PEM");
        assertProblem("/c.pem: no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----");
        Path absent = folder.resolve("absent");
        var failure = assertThrows(
                PemException.class, () -> KeySource.directory(absent).read());
        assertEquals(absent + ": no such directory", failure.getMessage());
        assertThrows(IllegalArgumentException.class, KeySource::files);
    }

    private void assertProblem(String problem) {
        var failure = assertThrows(
                PemException.class, () -> KeySource.directory(folder).read());
        assertEquals(folder + problem, failure.getMessage());
    }

    private String chosen(String name) {
        X509Certificate leaf = KeySource.directory(folder)
                .read()
                .choose(Optional.of(name), EnumSet.allOf(KeyKind.class))
                .orElseThrow()
                .leaf();
        return leaf.getSubjectX500Principal().toString();
    }

    private static IssuedCertificate issue(String name) {
        return MIDDLE.issue(name);
    }

    private static String all(IssuedCertificate issued) {
        return issued.keyPem() + issued.chainPem();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
