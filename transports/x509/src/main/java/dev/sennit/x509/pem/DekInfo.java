package dev.sennit.x509.pem;

import java.util.HexFormat;
import java.util.Locale;

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
