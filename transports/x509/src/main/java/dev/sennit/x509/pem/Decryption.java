package dev.sennit.x509.pem;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Decrypts with a password, by bcpkix. {@link DecryptionCost} judges the algorithms before.
 *
 * <p>The exceptions that it throws are those of the JDK, so that readers of keys that are not encrypted load no class of
 * bcpkix.
 */
final class Decryption {
    /**
     * The algorithms of bcpkix by its names. It is not installed: the providers of the application stay as they are.
     *
     * <p>bcpkix also decrypts without a provider (its classes {@code Bc…}). They take only the low byte of each character
     * of a password for {@code DEK-Info} headers, where OpenSSL takes UTF-8, and know no PBES2 (1.87).
     */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private Decryption() {}

    /**
     * Decrypts a key in PKCS#8 (RFC 5958, section 3).
     *
     * @throws GeneralSecurityException if the password is wrong or the key is damaged
     */
    static PrivateKeyInfo pkcs8(EncryptedPrivateKeyInfo key, char[] password) throws GeneralSecurityException {
        try {
            return new PKCS8EncryptedPrivateKeyInfo(key).decryptPrivateKeyInfo(byPassword(password));
        } catch (PKCSException e) {
            throw new GeneralSecurityException("the key does not decrypt", e);
        }
    }

    /**
     * Decrypts the body of a key with a {@code DEK-Info} header.
     *
     * @throws GeneralSecurityException if the password is wrong or the key is damaged
     */
    static byte[] legacy(DekInfo info, byte[] body, char[] password) throws GeneralSecurityException {
        try {
            return new JcePEMDecryptorProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(password)
                    .get(info.cipher())
                    .decrypt(body, info.iv());
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("the key does not decrypt", e);
        }
    }

    /** Returns a decryptor for PBES1 and PBES2. */
    static InputDecryptorProvider byPassword(char[] password) {
        return new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(PROVIDER)
                .build(notEmpty(password));
    }

    /**
     * Returns one NUL for an empty password, which bcpkix 1.87 refuses for PBES2 and PBMAC1, and takes for no bytes at all,
     * where OpenSSL and the JDK take the two bytes of the terminator, for PBES1. The keys that are derived are the same:
     * HMAC fills its key up with zeros (RFC 2104, section 2), and PKCS#12 repeats the password (RFC 7292, appendix B.2).
     */
    static char[] notEmpty(char[] password) {
        return password.length == 0 ? new char[1] : password;
    }

    /**
     * The {@code DEK-Info} header of an encrypted key (RFC 1421, section 4.6.1.3), as OpenSSL writes it.
     *
     * @param cipher such as {@code AES-256-CBC}
     * @param iv the initial vector, whose first 8 bytes are also the salt of the key derivation
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record DekInfo(String cipher, byte[] iv) {
        /**
         * Reads the header of a block.
         *
         * @throws PemException if the cipher is not used here, or the initial vector does not fit it
         * @throws IllegalArgumentException if the initial vector is no hexadecimal number
         */
        static DekInfo of(PemBlock block) {
            String[] fields = block.headers().getOrDefault("dek-info", "").split(",", 2);
            String cipher = fields[0].strip().toUpperCase(Locale.ROOT);
            int ivBytes =
                    switch (cipher) {
                        case "AES-128-CBC", "AES-192-CBC", "AES-256-CBC" -> 16;
                        case "DES-EDE3-CBC" -> 8;
                        default ->
                            throw block.failure("the private key is encrypted with '" + cipher
                                    + "'; wanted AES-128-CBC, AES-192-CBC, AES-256-CBC or DES-EDE3-CBC");
                    };
            byte[] iv = fields.length == 2 ? HexFormat.of().parseHex(fields[1].strip()) : new byte[0];
            if (iv.length != ivBytes) {
                throw block.failure(
                        "the DEK-Info header has an initial vector of " + iv.length + " bytes; wanted " + ivBytes);
            }
            return new DekInfo(cipher, iv);
        }
    }
}
