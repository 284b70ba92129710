package dev.sennit.transport.tls.pem;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** The encryption of keys with a {@code DEK-Info} header: RFC 1421, section 4.6.1.3, with the key derivation of OpenSSL. */
final class LegacyDecryption {
    private LegacyDecryption() {}

    static byte[] decrypt(PemBlock block, char[] password) throws GeneralSecurityException {
        String[] info = block.headers().getOrDefault("dek-info", "").split(",", 2);
        String name = info[0].strip().toUpperCase(Locale.ROOT);
        int keyBytes =
                switch (name) {
                    case "AES-128-CBC" -> 16;
                    case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
                    case "AES-256-CBC" -> 32;
                    default ->
                        throw block.failure("the private key is encrypted with '" + name
                                + "'; wanted AES-128-CBC, AES-192-CBC, AES-256-CBC or DES-EDE3-CBC");
                };
        String cipher = name.startsWith("AES") ? "AES" : "DESede";
        int ivBytes = cipher.equals("AES") ? 16 : 8;
        byte[] iv = info.length == 2 ? HexFormat.of().parseHex(info[1].strip()) : new byte[0];
        if (iv.length != ivBytes) {
            throw block.failure(
                    "the DEK-Info header has an initial vector of " + iv.length + " bytes; wanted " + ivBytes);
        }
        return decrypt(cipher, key(password, iv, keyBytes), iv, block.der());
    }

    private static byte[] key(char[] password, byte[] iv, int keyBytes) {
        byte[] utf8 = PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password);
        OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
        generator.init(utf8, Arrays.copyOf(iv, 8));
        byte[] key = ((KeyParameter) generator.generateDerivedParameters(keyBytes * 8)).getKey();
        Arrays.fill(utf8, (byte) 0);
        return key;
    }

    /** Decrypts in CBC mode and takes the padding off. */
    static byte[] decrypt(String cipher, byte[] key, byte[] iv, byte[] data) throws GeneralSecurityException {
        Cipher cbc = Cipher.getInstance(cipher + "/CBC/PKCS5Padding");
        cbc.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, cipher), new IvParameterSpec(iv));
        Arrays.fill(key, (byte) 0);
        return cbc.doFinal(data);
    }
}
