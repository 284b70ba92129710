package dev.sennit.x509.trust;

import static dev.sennit.x509.trust.PathTrustTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.Pem;
import dev.sennit.x509.pem.PemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
    private static final String HOST = "host.example";
    private static final CertificateAuthority ROOT = CertificateAuthority.create();
    private static final CertificateAuthority MIDDLE = ROOT.intermediate("Middle");
    private static final IssuedCertificate LEAF = MIDDLE.issue(HOST);
    private static final IssuedCertificate STRANGER =
            CertificateAuthority.selfSigned(CertificateSpec.server(HOST), Clock.systemUTC());

    private final Path folder;

    TrustTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void saysInLogsWhatItIs() {
        Trust one = Trust.of(MIDDLE.certificate());
        assertEquals("one trusted certificate", one.toString());
        assertEquals(
                "2 trusted certificates, keys pinned",
                Trust.of(MIDDLE.certificate(), LEAF.certificate())
                        .withPins(pin(LEAF.certificate()))
                        .toString());
    }

    @Test
    void readsPemFilesAndDirectories() throws IOException {
        Path file = write("one.pem", ROOT.certificate());
        Trust.pem(file).checkServer(LEAF.chain(), HOST);
        write("two.crt", CertificateAuthority.create().certificate(), STRANGER.certificate());
        Files.writeString(folder.resolve("README"), "not a certificate");
        Trust all = Trust.pem(folder);
        all.checkServer(LEAF.chain(), HOST);
        all.checkServer(STRANGER.chain(), HOST);
    }

    @Test
    void namesTheFileThatIsUnusable() throws IOException {
        Files.writeString(folder.resolve("bad.cer"), LEAF.keyPem());
        assertFailure(
                folder.resolve("bad.cer") + ":1: found a private key where a certificate is wanted",
                () -> Trust.pem(folder));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertFailure(empty + ": no file in it whose name ends in .pem, .crt or .cer", () -> Trust.pem(empty));
        Path absent = folder.resolve("absent.pem");
        assertFailure(absent + ": cannot be read: no such file", () -> Trust.pem(absent));
        assertThrows(IllegalArgumentException.class, () -> Trust.pem());
    }

    private static void assertFailure(String message, Runnable reading) {
        assertEquals(message, assertThrows(PemException.class, reading::run).getMessage());
    }

    @Test
    void knowsTheAuthoritiesOfThePlatform() {
        assertTrue(Trust.platform().acceptedIssuers().size() > 50);
        assertThrows(CertificateRefusedException.class, () -> Trust.platform().checkServer(LEAF.chain(), HOST));
    }

    @Test
    void believesNobodyIfToldSo() {
        assertThrows(CertificateRefusedException.class, () -> Trust.nobody().checkServer(LEAF.chain(), HOST));
        assertThrows(CertificateRefusedException.class, () -> Trust.nobody().checkClient(LEAF.chain()));
        assertEquals(List.of(), Trust.nobody().acceptedIssuers());
    }

    @Test
    void wantsAPinnedKeySomewhereInTheValidatedPath() {
        PathTrust trust = Trust.of(ROOT.certificate());
        for (X509Certificate pinned : List.of(LEAF.certificate(), MIDDLE.certificate(), ROOT.certificate())) {
            trust.withPins(pin(STRANGER.certificate()), "sha256/" + pin(pinned)).checkServer(LEAF.chain(), HOST);
            trust.withPins("sha256//" + pin(pinned)).checkClient(LEAF.chain());
        }
        List<X509Certificate> withStranger = List.of(LEAF.certificate(), MIDDLE.certificate(), STRANGER.certificate());
        assertRefused(
                46,
                "certificate 'CN=host.example': no key is pinned; those seen, the leaf's first, are sha256/"
                        + pin(LEAF.certificate()) + ", sha256/" + pin(MIDDLE.certificate()) + ", sha256/"
                        + pin(ROOT.certificate()),
                () -> trust.withPins(pin(STRANGER.certificate())).checkServer(withStranger, HOST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256/", "sha256//"})
    void aPinMayBeginWithASlash(String prefix) {
        String hash = "/MjA4g6nzt/xwY9QoqhgGtuWnt+NqqsXUAAAAAAAAAA=";
        for (String text :
                List.of(hash, hash.substring(0, 43), hash.replace('/', '_').replace('+', '-'))) {
            Trust trust = Trust.pinsOnly(prefix + text);
            assertThrows(CertificateRefusedException.class, () -> trust.checkServer(LEAF.chain(), HOST));
        }
    }

    @Test
    void aPinDoesNotReplaceThePath() {
        Trust trust = Trust.of(ROOT.certificate()).withPins(pin(STRANGER.certificate()));
        assertRefused(
                48,
                "certificate 'CN=host.example' is self-signed and not among those trusted",
                () -> trust.checkServer(STRANGER.chain(), HOST));
    }

    @Test
    void pinsAloneLookAtTheLeafAlone() {
        Trust trust = Trust.pinsOnly(pin(STRANGER.certificate()));
        trust.checkServer(STRANGER.chain(), "any.example");
        trust.checkClient(STRANGER.chain());
        List<X509Certificate> borrowed = List.of(LEAF.certificate(), STRANGER.certificate());
        assertThrows(CertificateRefusedException.class, () -> trust.checkServer(borrowed, HOST));
        assertRefused(42, "the peer sent no certificate", () -> trust.checkServer(List.of(), HOST));
        Trust.insecure().withPins(pin(LEAF.certificate())).checkServer(LEAF.chain(), HOST);
        assertThrows(
                CertificateRefusedException.class,
                () -> Trust.insecure().withPins(pin(MIDDLE.certificate())).checkServer(LEAF.chain(), HOST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "sha256/", "sha1/AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAA"})
    void refusesWhatIsNoPin(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> Trust.pinsOnly(text));
        assertEquals(
                "the pin '" + text + "' is not the Base64 of a SHA-256, which has 44 characters", failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Trust.pinsOnly());
    }

    @Test
    void insecureBelievesAll() {
        Trust insecure = Trust.insecure();
        insecure.checkServer(STRANGER.chain(), "any.example");
        insecure.checkClient(List.of());
        assertEquals(List.of(), insecure.acceptedIssuers());
    }

    private Path write(String name, X509Certificate... certificates) throws IOException {
        return Files.writeString(folder.resolve(name), "# trusted\n" + Pem.certificates(List.of(certificates)));
    }

    private static String pin(X509Certificate certificate) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
