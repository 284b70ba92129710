package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PemTest {
    private final CertificateAuthority authority = CertificateAuthority.create();
    private final IssuedCertificate issued = authority.intermediate("lower").issue("localhost");

    @Test
    void writesAChainThatTheJdkReads() throws Exception {
        assertEquals(
                issued.chain(),
                List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(stream(issued.chainPem()))));
        assertTrue(issued.chainPem().lines().allMatch(line -> line.length() <= 64), "lines of at most 64 characters");
        assertTrue(issued.chainPem().endsWith("-----END CERTIFICATE-----\n"), issued.chainPem());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"ECDSA_P256", "RSA_2048", "ED25519"})
    void writesAKeyThatTheJdkReads(KeyKind kind) throws Exception {
        IssuedCertificate leaf =
                authority.issue(CertificateSpec.leaf("localhost").key(kind));
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(body(leaf.keyPem(), "PRIVATE KEY"));

        assertEquals(
                leaf.key(), KeyFactory.getInstance(leaf.key().getAlgorithm()).generatePrivate(encoded));
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
        assertEquals(issued.key(), KeyFactory.getInstance("EC").generatePrivate(decrypted));
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

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] body(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----\n";
        assertTrue(pem.startsWith(begin), pem);
        return Base64.getMimeDecoder().decode(pem.substring(begin.length(), pem.indexOf("-----END " + label)));
    }
}
