package dev.sennit.x509.pem;

import static dev.sennit.x509.pem.PemFileTest.assertFailure;
import static dev.sennit.x509.pem.PemFileTest.path;
import static dev.sennit.x509.pem.PemFileTest.pem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads stores as OpenSSL and keytool write them. */
class Pkcs12StoreTest {
    private static final String PASSWORD = "opensesame";
    private static final String UMLAUT = "zw\u00f6lf";
    private static final List<String> CHAIN = List.of("CN=Leaf", "CN=Intermediate", "CN=Root");

    private final Path folder;

    Pkcs12StoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PBES2 with AES-256                       | openssl",
                "PBES1 with RC2-40, MAC with SHA-1        | openssl-legacy",
                "certificates not encrypted, SHA-512 (no Jce calculator in bcpkix 1.87) | openssl-aes128",
                "PBES1 with 3DES and 2-key 3DES, SHA-384  | openssl-3des",
                "no MAC, certificates not encrypted       | openssl-without-mac",
                "a MAC, nothing encrypted                 | openssl-mac-alone",
                "PBMAC1 with SHA-256                      | openssl-pbmac1",
                "PBMAC1 with SHA-512                      | openssl-pbmac1-sha512",
                "keytool                                  | keytool",
                "keytool, as of JDK 8                     | keytool-legacy",
                "keytool without MAC                      | keytool-without-mac",
            })
    void opensAStoreWithItsPasswordAlone(String name, String store) {
        assertOpens(store, PASSWORD);

        assertFailure(store + ".p12: wrong password, or a damaged PKCS#12 store", () -> open(store, "wrong")
                .privateKey());
        assertFailure(
                store + ".p12: the PKCS#12 store has a password, and none (keyPassword) is given",
                () -> open(store, "").privateKey());
    }

    /** OpenSSL and the JDK take an empty password for two zero bytes, where bcpkix 1.87 takes it for none or refuses it. */
    @ParameterizedTest
    @ValueSource(strings = {"openssl-empty", "openssl-legacy-empty", "openssl-pbmac1-empty"})
    void opensAStoreWhosePasswordIsEmpty(String store) {
        assertOpens(store, "");
        assertFailure(store + ".p12: wrong password, or a damaged PKCS#12 store", () -> open(store, PASSWORD));
    }

    /** KeyStore refuses both in JDK 17, and the second in JDK 25. */
    @ParameterizedTest
    @ValueSource(strings = {"openssl-umlaut", "openssl-legacy-umlaut"})
    void takesAPasswordBeyondAscii(String store) {
        assertOpens(store, UMLAUT);
    }

    /** KeyStore of JDK 17 and 25 finds no key in this store. */
    @Test
    void ignoresThePasswordWhereNothingIsProtected() {
        assertOpens("openssl-without-encryption", "");
        assertOpens("openssl-without-encryption", PASSWORD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openssl-certificates | found a certificate where a private key is wanted",
                "keytool-two    | the PKCS#12 store has 2 private keys ('old', 'new') where one is wanted; copy one into a store of its own with keytool -importkeystore -srckeystore FILE -srcalias NAME -destkeystore NEW.p12",
                "keytool-secret | neither a private key nor a certificate is in this PKCS#12 store",
                "openssl-rc4    | the PKCS#12 store is encrypted in a way that is not read here (1.2.840.113549.1.12.1.1); wanted PBES2 with AES, as openssl pkcs12 -export and keytool make it",
            })
    void saysWhatItFoundInPlaceOfAKey(String store, String problem) {
        assertFailure(store + ".p12: " + problem, () -> open(store, PASSWORD).privateKey());
    }

    @Test
    void saysWhatItFoundInPlaceOfACertificate() {
        PemFile store = open("openssl-key", PASSWORD);
        assertFalse(store.hasCertificates());
        assertTrue(store.hasPrivateKey());
        assertFailure("openssl-key.p12: found a private key where a certificate is wanted", store::certificates);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "leaf.der  | a certificate in binary form (DER), and PEM or PKCS#12 is wanted; convert it with openssl x509 -inform DER -in FILE -out NEW.pem",
                "store.jks | a Java key store (JKS), and PEM or PKCS#12 is wanted; convert it with keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12",
                "README.md | no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----",
                "absent.p12 | cannot be read: no such file",
            })
    void saysWhatAFileIsThatIsNeitherPemNorPkcs12(String file, String problem) {
        assertFailure(file + ": " + problem, () -> PemFile.readPemOrPkcs12(path(file), PASSWORD.toCharArray()));
    }

    @Test
    void tellsAStoreFromPemByTheContent() throws IOException {
        Path store = Files.copy(storePath("openssl"), folder.resolve("tls.pem"));
        assertEquals(
                3,
                PemFile.readPemOrPkcs12(store, PASSWORD.toCharArray())
                        .certificates()
                        .size());
        Path text = Files.copy(path("leaf.pem"), folder.resolve("tls.p12"));
        assertEquals(
                1, PemFile.readPemOrPkcs12(text, new char[0]).certificates().size());
    }

    @Test
    void opensAStoreInIndefiniteLengths() throws IOException {
        byte[] ber = Pfx.getInstance(Files.readAllBytes(storePath("openssl"))).getEncoded(ASN1Encoding.BER);
        assertEquals((byte) 0x80, ber[1], "BER with an indefinite length");
        Path store = Files.write(folder.resolve("ber.p12"), ber);
        assertEquals(
                3,
                PemFile.readPemOrPkcs12(store, PASSWORD.toCharArray())
                        .certificates()
                        .size());
    }

    @Test
    void saysThatTheKeyHasAPasswordOfItsOwn() throws IOException, GeneralSecurityException {
        PemFile source = open("openssl", PASSWORD);
        KeyStore made = KeyStore.getInstance("PKCS12");
        made.load(null, null);
        made.setKeyEntry(
                "key",
                source.privateKey(),
                "other".toCharArray(),
                source.certificates().toArray(new Certificate[0]));
        Path store = folder.resolve("two-passwords.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            made.store(out, PASSWORD.toCharArray());
        }
        assertFailure(
                "two-passwords.p12: the private key has another password than its PKCS#12 store, or is damaged; wanted the"
                        + " same password for both, as keytool and openssl pkcs12 -export make it",
                () -> PemFile.readPemOrPkcs12(store, PASSWORD.toCharArray()));
    }

    @Test
    void saysThatAStoreIsCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(storePath("openssl"));
        Path cut = Files.write(folder.resolve("cut.p12"), java.util.Arrays.copyOf(whole, 100));
        assertFailure(
                "cut.p12: a damaged PKCS#12 store: it is cut short, 100 bytes of " + whole.length + " are there",
                () -> PemFile.readPemOrPkcs12(cut, PASSWORD.toCharArray()));
    }

    @Test
    void refusesAStoreOverTheLimit() throws IOException {
        byte[] content = java.util.Arrays.copyOf(Files.readAllBytes(storePath("openssl")), PemFile.MAX_BYTES + 1);
        Path large = Files.write(folder.resolve("large.p12"), content);
        assertFailure("large.p12: over the limit of 1048576 bytes", () -> PemFile.readPemOrPkcs12(large, new char[0]));
    }

    private static void assertOpens(String store, String password) {
        PemFile opened = open(store, password);
        assertTrue(opened.hasPrivateKey());
        assertTrue(opened.hasCertificates());
        assertEquals(
                CHAIN,
                opened.certificates().stream()
                        .map(X509Certificate::getSubjectX500Principal)
                        .map(Object::toString)
                        .toList());
        assertEquals(secret(pem("ec-p256-sec1").privateKey()), secret(opened.privateKey()));
    }

    private static Object secret(PrivateKey key) {
        return ((ECPrivateKey) key).getS();
    }

    private static PemFile open(String store, String password) {
        return PemFile.readPemOrPkcs12(storePath(store), password.toCharArray());
    }

    static Path storePath(String name) {
        return path("pkcs12").resolve(name + ".p12");
    }
}
