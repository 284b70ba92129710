package dev.sennit.x509.key;

import static dev.sennit.x509.key.Fixtures.certificate;
import static dev.sennit.x509.key.Fixtures.key;
import static dev.sennit.x509.key.Fixtures.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.x509.pem.PemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertifiedKeyTest {
    private static final X509Certificate LEAF = certificate("leaf");
    private static final X509Certificate INTERMEDIATE = certificate("intermediate");
    private static final X509Certificate ROOT = certificate("root");

    private final Path folder;

    CertifiedKeyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs8, RSA",
        "rsa-pss-pkcs8, RSA_PSS",
        "ec-p384-sec1, ECDSA_P384",
        "ec-p521-pkcs8, ECDSA_P521",
        "ed25519-pkcs8, ED25519",
        "ed448-pkcs8, ED448",
    })
    void tellsTheKindOfKey(String name, KeyKind kind) {
        CertifiedKey identity = CertifiedKey.read(path("self-" + name + ".pem"), path("../pem/" + name + ".pem"));
        assertEquals(kind, identity.kind());
        assertTrue(identity.toString().startsWith("CN=" + name + " (" + kind + ", until 2126-"), identity.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs8, ../key/rsa-1024-key",
        "rsa-pss-pkcs8, rsa-pkcs8",
        "rsa-pkcs8, ec-p521-pkcs8",
        "ec-p384-sec1, ec-p384-other",
        "ec-p384-sec1, ec-p256-sec1",
        "ed25519-pkcs8, ed448-pkcs8",
    })
    void refusesAKeyOfAnotherCertificate(String name, String other) {
        PrivateKey wrong = other.equals("ec-p384-other") ? otherP384() : key("../pem/" + other);
        X509Certificate certificate = certificate("self-" + name);
        var failure = assertThrows(IllegalArgumentException.class, () -> CertifiedKey.of(wrong, List.of(certificate)));
        assertEquals("the private key does not belong to the certificate 'CN=" + name + "'", failure.getMessage());
    }

    private static PrivateKey otherP384() {
        try {
            var generator = java.security.KeyPairGenerator.getInstance("EC");
            generator.initialize(384);
            return generator.generateKeyPair().getPrivate();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void putsAChainInOrderOnceEach() {
        PrivateKey key = key("leaf-key");
        List<X509Certificate> ordered = List.of(LEAF, INTERMEDIATE, ROOT);
        for (List<X509Certificate> shuffled : List.of(
                ordered,
                List.of(ROOT, INTERMEDIATE, LEAF),
                List.of(INTERMEDIATE, LEAF, ROOT, LEAF, INTERMEDIATE),
                List.of(certificate("self-rsa-pkcs8"), ROOT, LEAF, INTERMEDIATE))) {
            CertifiedKey identity = CertifiedKey.of(key, shuffled);
            assertEquals(ordered, identity.chain());
            assertSame(key, identity.key());
        }
    }

    @Test
    void leavesOutWhatTheChainDoesNotReach() {
        assertEquals(
                List.of(LEAF),
                CertifiedKey.of(key("leaf-key"), List.of(ROOT, LEAF)).chain());
    }

    @Test
    void refusesAShortRsaKey() {
        var failure = assertThrows(
                PemException.class, () -> CertifiedKey.read(path("rsa-1024.pem"), path("rsa-1024-key.pem")));
        assertEquals(
                path("rsa-1024-key.pem") + " and " + path("rsa-1024.pem")
                        + ": the RSA key of 'CN=short' has 1024 bits; wanted 2048 or more",
                failure.getMessage());
    }

    @Test
    void findsNoKindForAnotherCurveOrNone() throws IOException {
        AlgorithmIdentifier withoutCurve = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey);
        byte[] ofNoCurve = new SubjectPublicKeyInfo(withoutCurve, new byte[1]).getEncoded();
        assertEquals(Optional.empty(), KeyKind.find(ofNoCurve));
        assertEquals(
                Optional.empty(),
                KeyKind.find(certificate("koblitz").getPublicKey().getEncoded()));
        assertThrows(IllegalArgumentException.class, () -> KeyKind.find(new byte[1]));
    }

    @Test
    void refusesNoCertificateAndACertificateOfAUselessKind() {
        PrivateKey key = key("leaf-key");
        var none = assertThrows(IllegalArgumentException.class, () -> CertifiedKey.of(key, List.of()));
        assertEquals("no certificate for the private key", none.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> CertifiedKey.read(path("koblitz.pem"), path("leaf-key.pem")));
    }

    @Test
    void readsOneFileAndExtraChainFiles() throws IOException {
        Path all = folder.resolve("all.pem");
        Files.writeString(all, Files.readString(path("leaf-key.pem")) + Files.readString(path("leaf.pem")));
        CertifiedKey identity = KeyFiles.of(all)
                .withChain(path("root.pem"), path("intermediate.pem"))
                .read();
        assertEquals(List.of(LEAF, INTERMEDIATE, ROOT), identity.chain());
        assertEquals(LEAF, identity.leaf());
        assertEquals(List.of(LEAF), CertifiedKey.read(all, all).chain());
    }

    @Test
    void opensAnEncryptedKeyWithThePassword() {
        KeyFiles files = KeyFiles.of(path("leaf.pem"), path("../pem/enc-pbes2-aes128.pem"));
        assertThrows(PemException.class, files::read);
        KeyFiles opened = files.withPassword("opensesame".toCharArray());
        assertEquals(LEAF, opened.read().leaf());
        assertFalse(opened.toString().contains("opensesame"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "openssl-legacy", "openssl-shuffled", "openssl-pbmac1", "keytool"})
    void readsAPkcs12Store(String store) {
        KeyFiles files = KeyFiles.of(path("../pem/pkcs12/" + store + ".p12")).withPassword("opensesame".toCharArray());
        assertEquals(List.of(LEAF, INTERMEDIATE, ROOT), files.read().chain());
    }

    @Test
    void takesKeyAndCertificatesOutOfAStoreAndAPemFile() {
        Path store = path("../pem/pkcs12/openssl.p12");
        for (KeyFiles files : List.of(
                KeyFiles.of(path("leaf.pem"), store).withChain(store), KeyFiles.of(store, path("leaf-key.pem")))) {
            assertEquals(
                    List.of(LEAF, INTERMEDIATE, ROOT),
                    files.withPassword("opensesame".toCharArray()).read().chain());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openssl-key | found a private key and no certificate: name the file of the certificate too (cert), or"
                        + " put it into this one",
                "openssl-certificates | found a certificate and no private key: name the file of the key too (key), or"
                        + " put the key into this one",
            })
    void saysWhatIsMissingInAStore(String name, String problem) {
        Path store = path("../pem/pkcs12/" + name + ".p12");
        KeyFiles files = KeyFiles.of(store).withPassword("opensesame".toCharArray());
        assertEquals(
                store + ": " + problem,
                assertThrows(PemException.class, files::read).getMessage());
    }

    @Test
    void saysThatNoCertificateOfAStoreBelongsToItsKey() throws IOException {
        Path store = folder.resolve("tls.p12");
        IssuedCertificate one = CertificateAuthority.create().issue("one.example");
        IssuedCertificate other = CertificateAuthority.create().issue("other.example");
        Fixtures.writeStore(store, new IssuedCertificate(one.chain(), other.key()), "opensesame");
        KeyFiles files = KeyFiles.of(store).withPassword("opensesame".toCharArray());
        assertEquals(
                store + ": the private key does not belong to the certificate 'CN=one.example'",
                assertThrows(PemException.class, files::read).getMessage());
    }

    @Test
    void namesTheFileOfTheWrongKind() {
        var swapped = assertThrows(PemException.class, () -> CertifiedKey.read(path("leaf-key.pem"), path("leaf.pem")));
        assertEquals(
                path("leaf-key.pem") + ":1: found an EC private key where a certificate is wanted",
                swapped.getMessage());
    }

    @Test
    void saysWhatWouldBeRightIfOneOfTheTwoIsMissing() {
        var noKey = assertThrows(
                PemException.class, () -> KeyFiles.of(path("leaf.pem")).read());
        assertEquals(
                path("leaf.pem")
                        + ": found a certificate and no private key: name the file of the key too (key), or put"
                        + " the key into this one",
                noKey.getMessage());
        var noCertificate = assertThrows(
                PemException.class, () -> KeyFiles.of(path("leaf-key.pem")).read());
        assertEquals(
                path("leaf-key.pem") + ": found a private key and no certificate: name the file of the certificate too"
                        + " (cert), or put it into this one",
                noCertificate.getMessage());
    }

    @Test
    void choosesTheOneThereIsIfThePeerTakesItsKind() {
        CertifiedKey identity = CertifiedKey.read(path("leaf.pem"), path("leaf-key.pem"));
        KeySelector one = KeySelector.of(identity);
        assertSame(
                identity,
                one.choose(Optional.of("any.example"), EnumSet.allOf(KeyKind.class))
                        .orElseThrow());
        assertTrue(one.choose(Optional.empty(), EnumSet.of(KeyKind.RSA, KeyKind.ED25519))
                .isEmpty());
        assertTrue(KeySelector.none()
                .choose(Optional.empty(), EnumSet.allOf(KeyKind.class))
                .isEmpty());
    }
}
