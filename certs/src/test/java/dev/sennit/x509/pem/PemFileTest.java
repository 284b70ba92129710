package dev.sennit.x509.pem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {
    private static final String PASSWORD = "opensesame";

    private final Path folder;

    PemFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs8, RSA",
        "rsa-pkcs1, RSA",
        "rsa-pss-pkcs8, RSASSA-PSS",
        "ec-p256-sec1, EC",
        "ec-p256-sec1-parameters, EC",
        "ec-p384-sec1, EC",
        "ec-p384-pkcs8, EC",
        "ec-p521-pkcs8, EC",
        "ed25519-pkcs8, EdDSA",
        "ed448-pkcs8, EdDSA",
    })
    void readsAPlainKey(String file, String algorithm) {
        assertEquals(algorithm, pem(file).privateKey().getAlgorithm());
    }

    @ParameterizedTest
    @CsvSource({
        "enc-pbes2-aes128, ec-p256-sec1",
        "enc-pbes2-aes192, ec-p256-sec1",
        "enc-pbes2-aes256-hmacwithsha1, ec-p256-sec1",
        "enc-pbes2-aes256-hmacwithsha224, ec-p256-sec1",
        "enc-pbes2-aes256-hmacwithsha256, ec-p256-sec1",
        "enc-pbes2-aes256-hmacwithsha384, ec-p256-sec1",
        "enc-pbes2-aes256-hmacwithsha512, ec-p256-sec1",
        "enc-pbes2-des3, ec-p256-sec1",
        "enc-pbes2-scrypt, ec-p256-sec1",
        "enc-pbes1-3des, ec-p256-sec1",
        "enc-pbes1-2des, ec-p256-sec1",
        "enc-pbes1-rc2, ec-p256-sec1",
        "ec-dek-aes192, ec-p256-sec1",
        "ec-dek-des3, ec-p256-sec1",
        "rsa-dek-aes128, rsa-pkcs8",
        "rsa-dek-aes256, rsa-pkcs8",
    })
    void opensAnEncryptedKey(String file, String plain) {
        assertSameKey(pem(plain).privateKey(), pem(file).privateKey(PASSWORD.toCharArray()));

        assertFailure(file + ".pem:1: wrong password, or a damaged private key", () -> pem(file)
                .privateKey("wrong".toCharArray()));
        assertFailure(file + ".pem:1: wrong password, or a damaged private key", () -> pem(file)
                .privateKey(new char[0]));
        assertFailure(
                file + ".pem:1: the private key is encrypted and no password (keyPassword) is given",
                () -> pem(file).privateKey());
    }

    /** The Bc decryptors of bcpkix 1.87 do not open the last, since they take one byte for each character. */
    @ParameterizedTest
    @CsvSource({
        "enc-pbes2-umlaut, ec-p256-sec1",
        "enc-pbes1-3des-umlaut, ec-p256-sec1",
        "rsa-dek-umlaut, rsa-pkcs8",
    })
    void takesAPasswordBeyondAscii(String file, String plain) {
        assertSameKey(pem(plain).privateKey(), pem(file).privateKey("zw\u00f6lf".toCharArray()));
    }

    @Test
    void takesAnEmptyPassword() {
        assertSameKey(pem("ec-p256-sec1").privateKey(), pem("enc-pbes2-empty").privateKey(new char[0]));
    }

    @Test
    void ignoresThePasswordOfAPlainKey() {
        assertSameKey(pem("rsa-pkcs8").privateKey(), pem("rsa-pkcs1").privateKey(PASSWORD.toCharArray()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "request.pem | 1 | found a certificate request where a private key is wanted",
                "leaf.pem    | 1 | found a certificate where a private key is wanted",
                "public.pem  | 1 | found a public key where a private key is wanted",
                "dsa.pem     | 1 | found a DSA private key; wanted RSA, EC (P-256, P-384, P-521), Ed25519 or Ed448",
                "x25519-pkcs8.pem | 1 | found an X25519 private key; wanted RSA, EC (P-256, P-384, P-521), Ed25519 or Ed448",
                "ec-k256-sec1.pem | 1 | found an EC private key on the curve secp256k1; wanted P-256, P-384 or P-521",
                "ec-explicit-sec1.pem | 1 | found an EC private key that spells out its curve instead of naming it; wanted P-256, P-384 or P-521",
                "openssh.pem | 1 | found an OpenSSH private key, a format of SSH alone; convert it with ssh-keygen -p -m PKCS8 -f FILE",
                "enc-too-many-iterations.pem | 1 | the private key has an iteration count of 10000001; the limit is 10000000",
                "enc-pbes1-md5-des.pem | 1 | the private key is encrypted in a way that is not read here (1.2.840.113549.1.5.3); wanted PBES2 with AES, as openssl pkcs8 -topk8 -v2 aes-256-cbc makes it",
                "ec-dek-des.pem | 1 | the private key is encrypted with 'DES-CBC'; wanted AES-128-CBC, AES-192-CBC, AES-256-CBC or DES-EDE3-CBC",
                "leaf.der  | 0 | a certificate in binary form (DER), and PEM is wanted; convert it with openssl x509 -inform DER -in FILE -out NEW.pem",
                "key.der   | 0 | a private key in binary form (DER), and PEM is wanted; convert it with openssl pkey -inform DER -in FILE -out NEW.pem",
                "store.p12 | 0 | a PKCS#12 store (.p12, .pfx), and PEM is wanted; convert it with openssl pkcs12 -in FILE -out NEW.pem",
                "store.jks | 0 | a Java key store (JKS), and PEM is wanted; convert it with keytool -importkeystore -deststoretype PKCS12, then openssl pkcs12",
                "README.md | 0 | no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----",
                "absent.pem | 0 | cannot be read: no such file",
            })
    void saysWhatItFoundInPlaceOfAKey(String file, int line, String problem) {
        PemException failure =
                assertThrows(PemException.class, () -> PemFile.read(path(file)).privateKey(PASSWORD.toCharArray()));
        assertEquals(path(file) + (line > 0 ? ":" + line : "") + ": " + problem, failure.getMessage());
        assertEquals(line, failure.line());
        assertEquals(path(file).toString(), failure.file());
    }

    @Test
    void readsOneCertificateInDerOnlyIfAskedTo() {
        assertEquals(
                PemFile.read(path("leaf.pem")).certificates(),
                PemFile.readPemOrDer(path("leaf.der")).certificates());
        assertEquals(
                PemFile.read(path("leaf.pem")).certificates(),
                PemFile.readPemOrDer(path("leaf.pem")).certificates());
        assertFailure(
                "key.der: a private key in binary form (DER), and PEM is wanted; convert it with openssl pkey -inform DER -in"
                        + " FILE -out NEW.pem",
                () -> PemFile.readPemOrDer(path("key.der")));
    }

    @Test
    void saysThatADirectoryIsOne() {
        PemException failure = assertThrows(PemException.class, () -> PemFile.read(folder));
        assertEquals(folder + ": cannot be read: it is a directory", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"leaf, 1", "bag-attributes, 2", "bundle-p7, 2", "trusted, 1"})
    void readsCertificates(String file, int count) {
        List<X509Certificate> certificates = pem(file).certificates();
        assertEquals(count, certificates.size());
        assertEquals(pem("leaf").certificates().get(0), certificates.get(0));
    }

    @Test
    void readsKeyAndCertificatesFromOneFileWithTextBetween() {
        PemFile all = PemFile.of(
                "all.pem",
                "Für Anna\n" + text("root.pem") + "\n# then the leaf\n" + text("leaf.pem")
                        + text("ec-p256-sec1-parameters.pem"));
        assertTrue(all.hasCertificates());
        assertTrue(all.hasPrivateKey());
        assertEquals(2, all.certificates().size());
        assertEquals("EC", all.privateKey().getAlgorithm());
        assertEquals("all.pem (a certificate and EC parameters and an EC private key)", all.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"crlf", "cr", "indented", "no final line end", "one long line", "utf-8 mark", "utf-16"})
    void readsWhateverEditorsDoToLines(String how) throws IOException {
        String text = text("leaf.pem");
        byte[] content =
                switch (how) {
                    case "crlf" -> bytes(text.replace("\n", "\r\n"));
                    case "cr" -> bytes(text.replace("\n", "\r"));
                    case "indented" -> bytes(text.indent(4));
                    case "no final line end" -> bytes(text.strip());
                    case "one long line" -> bytes(text.replaceAll("(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9])", ""));
                    case "utf-8 mark" -> bytes("\ufeff" + text);
                    default -> text.getBytes(StandardCharsets.UTF_16);
                };
        Path file = Files.write(folder.resolve("file.pem"), content);
        assertEquals(pem("leaf").certificates(), PemFile.read(file).certificates());
    }

    @Test
    void refusesTwoPrivateKeys() {
        String both = text("rsa-pkcs8.pem") + text("ec-p256-sec1.pem");
        assertFailure(
                "both.pem:29: a second private key where one is wanted; the first is at line 1",
                () -> PemFile.of("both.pem", both).privateKey());
    }

    @Test
    void refusesASec1KeyWithoutCurve() {
        byte[] der = {0x30, 0x06, 0x02, 0x01, 0x01, 0x04, 0x01, 0x05};
        assertFailure(
                "k.pem:1: an EC private key that does not name its curve, and no EC PARAMETERS before it",
                () -> PemFile.of("k.pem", block("EC PRIVATE KEY", der)).privateKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cut off       | -----BEGIN CERTIFICATE-----/MIIC      | k.pem:1: the file ends before the END of this CERTIFICATE",
                "other end     | -----BEGIN CERTIFICATE-----/-----END PRIVATE KEY----- | k.pem:2: wanted -----END CERTIFICATE----- for the BEGIN at line 1",
                "end only      | x/-----END CERTIFICATE-----           | k.pem:2: an END line without its BEGIN",
                "no Base64     | -----BEGIN CERTIFICATE-----/AB$C/-----END CERTIFICATE----- | k.pem:2: a line that is not Base64 inside the CERTIFICATE that begins at line 1",
                "bad padding   | -----BEGIN CERTIFICATE-----/ABCDE/-----END CERTIFICATE----- | k.pem:1: the Base64 of this CERTIFICATE is damaged",
                "escaped lines | -----BEGIN CERTIFICATE-----\\nMIIC\\n-----END CERTIFICATE----- | k.pem:1: the line breaks are written as \\n; each must be a real line break",
                "broken begin  | -----BEGIN CERTIFICATE---             | k.pem:1: a broken BEGIN line; wanted -----BEGIN CERTIFICATE----- or the like, alone on its line",
                "empty body    | -----BEGIN CERTIFICATE-----/-----END CERTIFICATE----- | k.pem:1: a damaged certificate: what is between BEGIN and END is not what they say",
                "cut body      | -----BEGIN CERTIFICATE-----/MIIBADCB/-----END CERTIFICATE----- | k.pem:1: a damaged certificate: it is cut short, 6 bytes of 260 are there",
            })
    void refusesBrokenText(String name, String text, String problem) {
        PemException failure = assertThrows(PemException.class, () -> PemFile.of("k.pem", text.replace('/', '\n'))
                .certificates());
        assertTrue(String.valueOf(failure.getMessage()).startsWith(problem), failure.getMessage());
    }

    @Test
    void refusesAnEmptyFile() {
        assertFailure("k.pem: the file is empty", () -> PemFile.of("k.pem", ""));
    }

    @Test
    void refusesAFileOverTheLimit() {
        String large = " ".repeat(PemFile.MAX_BYTES + 1);
        assertFailure("k.pem: over the limit of 1048576 bytes", () -> PemFile.of("k.pem", large));
    }

    @Test
    void refusesMoreObjectsThanTheLimit() {
        String one = "-----BEGIN X-----\n-----END X-----\n";
        assertEquals(
                "k.pem (an object of the kind \"X\")",
                PemFile.of("k.pem", one.repeat(1024)).toString());
        assertFailure("k.pem:2049: more than 1024 objects", () -> PemFile.of("k.pem", one.repeat(1025)));
    }

    static void assertFailure(String message, org.junit.jupiter.api.function.Executable body) {
        PemException failure = assertThrows(PemException.class, body);
        String shown = String.valueOf(failure.getMessage());
        int folders = shown.startsWith("/") ? shown.lastIndexOf('/', shown.indexOf(": ")) + 1 : 0;
        assertEquals(message, shown.substring(folders));
    }

    private static void assertSameKey(PrivateKey wanted, PrivateKey found) {
        if (wanted instanceof ECPrivateKey ec) {
            assertEquals(ec.getS(), ((ECPrivateKey) found).getS());
        } else {
            assertArrayEquals(wanted.getEncoded(), found.getEncoded());
        }
    }

    static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] der(String name) {
        return Base64.getMimeDecoder().decode(text(name + ".pem").replaceAll("-----[^-]*-----", ""));
    }

    static PemFile pem(String name) {
        return PemFile.read(path(name + ".pem"));
    }

    static String text(String name) {
        try {
            return Files.readString(path(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(PemFileTest.class.getResource("leaf.pem"))
                            .toURI())
                    .resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
