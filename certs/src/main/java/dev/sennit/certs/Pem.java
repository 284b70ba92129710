package dev.sennit.certs;

import dev.sennit.x509.pem.PemException;
import dev.sennit.x509.pem.PemFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Certificates, keys and revocation lists as PEM text (RFC 7468). */
public final class Pem {
    /** The iterations of PBKDF2: slow for an attacker who guesses, acceptable for the start of a server. */
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
     * Returns all certificates of a file, in order: PEM, with any text between the blocks, or one certificate in DER.
     *
     * @param file of at most 1 MiB
     * @throws IOException if the file cannot be read or has no certificate; the message names the file
     */
    public static List<X509Certificate> certificatesIn(Path file) throws IOException {
        return read(file, PemFile::certificates);
    }

    /** Reads the one private key of a file, which is not encrypted; fails as {@link #certificatesIn}. */
    static PrivateKey keyIn(Path file) throws IOException {
        return read(file, PemFile::privateKey);
    }

    private static <T> T read(Path file, Function<PemFile, T> reading) throws IOException {
        try {
            return reading.apply(PemFile.readPemOrDer(file));
        } catch (PemException e) {
            if (e.getCause() instanceof NoSuchFileException missing) {
                throw missing;
            }
            FileSystemException failure =
                    new FileSystemException(e.line() > 0 ? e.file() + ":" + e.line() : e.file(), null, e.problem());
            failure.initCause(e);
            throw failure;
        }
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
            throw new IllegalArgumentException("this " + key.getAlgorithm() + " key cannot be exported from its store");
        }
        if (!(key instanceof ECPrivateKey onCurve)) {
            return encoded;
        }
        try {
            return withPublicPoint(encoded, onCurve).orElse(encoded);
        } catch (IOException | IllegalArgumentException e) {
            // Nothing of the cause's message: it might show a piece of the key.
            throw new IllegalArgumentException("this EC key has no encoding that can be read", e);
        }
    }

    /**
     * Returns PKCS #8 of a key of an elliptic curve with the public point in it, which RFC 5915 section 3 leaves to the writer's
     * choice: the JDK leaves it out, and GnuTLS up to 3.7 reads no key without it. Empty if the curve has no name.
     */
    private static Optional<byte[]> withPublicPoint(byte[] pkcs8, ECPrivateKey key) throws IOException {
        AlgorithmIdentifier algorithm = PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm();
        Optional<X9ECParameters> curve = algorithm.getParameters() instanceof ASN1ObjectIdentifier name
                ? Optional.ofNullable(ECNamedCurveTable.getByOID(name))
                : Optional.empty();
        if (curve.isEmpty()) {
            return Optional.empty();
        }
        BigInteger order = curve.get().getN();
        // Of the multiplications there are, the one whose time tells least of the key.
        byte[] point = new FixedPointCombMultiplier()
                .multiply(curve.get().getG(), key.getS())
                .normalize()
                .getEncoded(false);
        org.bouncycastle.asn1.sec.ECPrivateKey structure = new org.bouncycastle.asn1.sec.ECPrivateKey(
                order.bitLength(), key.getS(), new DERBitString(point), null);
        return Optional.of(new PrivateKeyInfo(algorithm, structure).getEncoded());
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
