package dev.sennit.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Certificates, keys and revocation lists as PEM text (RFC 7468). */
public final class Pem {
    /** How often PBKDF2 hashes a password: slow for who guesses, and bearable for who starts a server. */
    private static final int ITERATIONS = 200_000;

    private static final int SALT_BYTES = 16;
    private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    /** Returns one block for each certificate, in order. */
    public static String certificates(List<X509Certificate> certificates) {
        return certificates.stream().map(Pem::certificate).collect(Collectors.joining());
    }

    /** Returns the key in PKCS #8, not encrypted; one of an elliptic curve with its public point (RFC 5915 section 3). */
    public static String key(PrivateKey key) {
        return block("PRIVATE KEY", encoding(key));
    }

    /** Returns the revocation list. */
    public static String crl(X509CRL crl) {
        try {
            return block("X509 CRL", crl.getEncoded());
        } catch (CRLException e) {
            throw new IllegalArgumentException("this revocation list has no encoding", e);
        }
    }

    /**
     * Reads all certificates of a file, in order: PEM, with anything between the blocks, or one certificate in DER.
     *
     * @param file of at most 1 MiB
     * @throws IOException naming the file, if it cannot be read or has no certificate
     */
    public static List<X509Certificate> certificatesIn(Path file) throws IOException {
        return PemReader.of(file).certificates();
    }

    static String encryptedKey(PrivateKey key, char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        PBEKeySpec secret = new PBEKeySpec(password);
        try {
            Cipher cipher = Cipher.getInstance(ENCRYPTION);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(ENCRYPTION).generateSecret(secret),
                    new PBEParameterSpec(salt, ITERATIONS));
            AlgorithmIdentifier scheme = new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_PBES2,
                    PBES2Parameters.getInstance(cipher.getParameters().getEncoded()));
            byte[] encrypted = cipher.doFinal(encoding(key));
            return block("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(scheme, encrypted).getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot encrypt a key", e);
        } finally {
            secret.clearPassword();
        }
    }

    private static byte[] encoding(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new IllegalArgumentException("this " + key.getAlgorithm() + " key cannot leave where it is kept");
        }
        if (!(key instanceof ECPrivateKey onCurve)) {
            return encoded;
        }
        try {
            return EcKeyEncoding.of(encoded, onCurve).orElse(encoded);
        } catch (IOException | IllegalArgumentException e) {
            // Nothing of the cause's message: it might show a piece of the key.
            throw new IllegalArgumentException("this EC key has no encoding that can be read", e);
        }
    }

    private static String certificate(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("this certificate has no encoding", e);
        }
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
