package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.x509.pem.PemFile;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PemTest {
    private final Path folder;
    private final CertificateAuthority authority = CertificateAuthority.create();
    private final IssuedCertificate issued = authority.intermediate("lower").issue("localhost");

    PemTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void writesAChainThatTheJdkReads() throws Exception {
        assertEquals(
                issued.chain(),
                List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(stream(issued.chainPem()))));
        assertTrue(issued.chainPem().lines().allMatch(line -> line.length() <= 64), "lines of at most 64 characters");
        assertTrue(issued.chainPem().endsWith("-----END CERTIFICATE-----\n"), issued.chainPem());
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void writesAKeyThatTheJdkReads(KeyAlgorithm kind) throws Exception {
        IssuedCertificate leaf =
                authority.issue(CertificateSpec.leaf("localhost").key(kind));
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(body(leaf.keyPem(), "PRIVATE KEY"));

        assertSameKey(
                leaf.key(), KeyFactory.getInstance(leaf.key().getAlgorithm()).generatePrivate(encoded));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ECDSA_P256", "ECDSA_P384"})
    void writesThePublicPointIntoAKeyOfAnEllipticCurve(KeyAlgorithm kind) {
        IssuedCertificate leaf =
                authority.issue(CertificateSpec.leaf("localhost").key(kind));

        assertArrayEquals(publicPoint(leaf), writtenPoint(body(leaf.keyPem(), "PRIVATE KEY")));
    }

    @Test
    void writesAKeyThatBeginsWithZeroesInFullLength() throws Exception {
        ECPrivateKey any = (ECPrivateKey) issued.key();
        ECPrivateKeySpec small = new ECPrivateKeySpec(BigInteger.valueOf(0x1234), any.getParams());
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(small);
        byte[] der = body(Pem.key(key), "PRIVATE KEY");

        assertEquals(32, structure(der).getPrivateKey().getOctets().length);
        assertSameKey(key, KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
        Path file = Files.writeString(folder.resolve("key.pem"), Pem.key(key));
        assertEquals(key, PemFile.read(file).privateKey());
    }

    @Test
    void writesAnEncryptedKeyThatTheJdkReads() throws Exception {
        byte[] der = body(issued.keyPem("open sesame".toCharArray()), "ENCRYPTED PRIVATE KEY");
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
        SecretKeyFactory keys = SecretKeyFactory.getInstance("PBEWithHmacSHA256AndAES_256");

        PBEKeySpec right = new PBEKeySpec("open sesame".toCharArray());
        javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("PBEWithHmacSHA256AndAES_256");
        cipher.init(javax.crypto.Cipher.DECRYPT_MODE, keys.generateSecret(right), info.getAlgParameters());
        PKCS8EncodedKeySpec decrypted = info.getKeySpec(cipher);
        assertSameKey(issued.key(), KeyFactory.getInstance("EC").generatePrivate(decrypted));
        assertArrayEquals(publicPoint(issued), writtenPoint(decrypted.getEncoded()));
    }

    @Test
    void refusesAnEmptyPassword() {
        assertThrows(IllegalArgumentException.class, () -> issued.keyPem(new char[0]));
    }

    @Test
    void writesARevocationListThatTheJdkReads() throws Exception {
        X509CRL crl = authority.crl(issued.certificate());

        assertEquals(crl, CertificateFactory.getInstance("X.509").generateCRL(stream(Pem.crl(crl))));
    }

    @Test
    void showsNothingOfTheKeyAsText() {
        assertFalse(issued.toString().toLowerCase(java.util.Locale.ROOT).contains("private"), issued.toString());
        assertTrue(issued.toString().contains("CN=localhost"), issued.toString());
    }

    /** The JDK compares keys of elliptic curves by their encodings, in which the public point may be or not. */
    private static void assertSameKey(PrivateKey wanted, PrivateKey key) {
        if (wanted instanceof ECPrivateKey onCurve) {
            assertEquals(onCurve.getS(), ((ECPrivateKey) key).getS());
            assertEquals(onCurve.getParams(), ((ECPrivateKey) key).getParams());
        } else {
            assertEquals(wanted, key);
        }
    }

    private static byte[] publicPoint(IssuedCertificate issued) {
        return SubjectPublicKeyInfo.getInstance(
                        issued.certificate().getPublicKey().getEncoded())
                .getPublicKeyData()
                .getOctets();
    }

    private static byte[] writtenPoint(byte[] pkcs8) {
        return structure(pkcs8).getPublicKey().getOctets();
    }

    private static org.bouncycastle.asn1.sec.ECPrivateKey structure(byte[] pkcs8) {
        return org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(
                PrivateKeyInfo.getInstance(pkcs8).getPrivateKey().getOctets());
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] body(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----\n";
        assertTrue(pem.startsWith(begin), pem);
        return Base64.getMimeDecoder().decode(pem.substring(begin.length(), pem.indexOf("-----END " + label)));
    }
}
