package dev.sennit.transport.tls.pem;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** The encryption of PKCS#8 keys: PBES2 (RFC 8018, section 6.2; scrypt by RFC 7914) and PBES1 with 3DES (RFC 7292, appendix C). */
final class Pkcs8Decryption {
    /** Some seconds of work; OpenSSL writes 2048, careful people a million. */
    static final int MAX_ITERATIONS = 10_000_000;

    /** 128 bytes for each of N times r; OpenSSL writes 2^14 times 8, which are 16 MiB. */
    static final int MAX_SCRYPT_BYTES = 128 << 20;

    private static final int MAX_SCRYPT_PARALLEL = 16;
    private static final int MAX_SALT_BYTES = 1024;

    private static final ASN1ObjectIdentifier SCRYPT = new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

    private static final Map<ASN1ObjectIdentifier, Integer> AES_KEY_BYTES = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, 16,
            NISTObjectIdentifiers.id_aes192_CBC, 24,
            NISTObjectIdentifiers.id_aes256_CBC, 32);

    private static final Map<ASN1ObjectIdentifier, String> PBKDF2 = Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1, "PBKDF2WithHmacSHA1",
            PKCSObjectIdentifiers.id_hmacWithSHA224, "PBKDF2WithHmacSHA224",
            PKCSObjectIdentifiers.id_hmacWithSHA256, "PBKDF2WithHmacSHA256",
            PKCSObjectIdentifiers.id_hmacWithSHA384, "PBKDF2WithHmacSHA384",
            PKCSObjectIdentifiers.id_hmacWithSHA512, "PBKDF2WithHmacSHA512");

    private final PemBlock block;

    Pkcs8Decryption(PemBlock block) {
        this.block = block;
    }

    byte[] decrypt(char[] password) throws GeneralSecurityException {
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(block.der());
        AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            return pbes2(PBES2Parameters.getInstance(algorithm.getParameters()), password, info.getEncryptedData());
        }
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)) {
            return pbes1(PKCS12PBEParams.getInstance(algorithm.getParameters()), password, info.getEncryptedData());
        }
        throw unknown(algorithm.getAlgorithm());
    }

    private byte[] pbes2(PBES2Parameters parameters, char[] password, byte[] data) throws GeneralSecurityException {
        EncryptionScheme scheme = parameters.getEncryptionScheme();
        Integer aes = AES_KEY_BYTES.get(scheme.getAlgorithm());
        boolean tripleDes = scheme.getAlgorithm().equals(PKCSObjectIdentifiers.des_EDE3_CBC);
        if (aes == null && !tripleDes) {
            throw unknown(scheme.getAlgorithm());
        }
        byte[] iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
        byte[] key = derive(parameters.getKeyDerivationFunc(), password, aes == null ? 24 : aes);
        return LegacyDecryption.decrypt(aes == null ? "DESede" : "AES", key, iv, data);
    }

    private byte[] derive(KeyDerivationFunc function, char[] password, int keyBytes) throws GeneralSecurityException {
        if (function.getAlgorithm().equals(SCRYPT)) {
            return scrypt(ASN1Sequence.getInstance(function.getParameters()), password, keyBytes);
        }
        if (!function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw unknown(function.getAlgorithm());
        }
        PBKDF2Params parameters = PBKDF2Params.getInstance(function.getParameters());
        String hmac = PBKDF2.get(parameters.getPrf().getAlgorithm());
        if (hmac == null) {
            throw unknown(parameters.getPrf().getAlgorithm());
        }
        PBEKeySpec spec = new PBEKeySpec(
                password, salt(parameters.getSalt()), iterations(parameters.getIterationCount()), keyBytes * 8);
        try {
            return SecretKeyFactory.getInstance(hmac).generateSecret(spec).getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    /** Parameters: salt, cost N, block size r, parallelization p, key length (RFC 7914, section 7.1). */
    private byte[] scrypt(ASN1Sequence parameters, char[] password, int keyBytes) {
        byte[] salt =
                salt(ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets());
        BigInteger cost = integer(parameters, 1);
        BigInteger blockSize = integer(parameters, 2);
        BigInteger bytes = cost.multiply(blockSize).multiply(BigInteger.valueOf(128));
        if (bytes.compareTo(BigInteger.valueOf(MAX_SCRYPT_BYTES)) > 0) {
            throw block.failure("the private key's scrypt would need over " + MAX_SCRYPT_BYTES + " bytes of memory");
        }
        int parallel = bounded("a scrypt parallelization of", integer(parameters, 3), MAX_SCRYPT_PARALLEL);
        byte[] utf8 = PBEParametersGenerator.PKCS5PasswordToUTF8Bytes(password);
        try {
            return SCrypt.generate(utf8, salt, cost.intValueExact(), blockSize.intValueExact(), parallel, keyBytes);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static BigInteger integer(ASN1Sequence sequence, int index) {
        return ASN1Integer.getInstance(sequence.getObjectAt(index)).getValue();
    }

    private byte[] pbes1(PKCS12PBEParams parameters, char[] password, byte[] data) throws GeneralSecurityException {
        PKCS12ParametersGenerator generator = new PKCS12ParametersGenerator(new SHA1Digest());
        byte[] bmp = PBEParametersGenerator.PKCS12PasswordToBytes(password);
        generator.init(bmp, salt(parameters.getIV()), iterations(parameters.getIterations()));
        ParametersWithIV derived = (ParametersWithIV) generator.generateDerivedParameters(192, 64);
        Arrays.fill(bmp, (byte) 0);
        byte[] key = ((KeyParameter) derived.getParameters()).getKey();
        return LegacyDecryption.decrypt("DESede", key, derived.getIV(), data);
    }

    private int iterations(BigInteger count) {
        return bounded("an iteration count of", count, MAX_ITERATIONS);
    }

    private int bounded(String what, BigInteger value, int limit) {
        if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(limit)) > 0) {
            String shown = value.bitLength() > 64 ? "over 2^64" : value.toString();
            throw block.failure("the private key has " + what + " " + shown + "; the limit is " + limit);
        }
        return value.intValueExact();
    }

    private byte[] salt(byte[] salt) {
        if (salt.length == 0 || salt.length > MAX_SALT_BYTES) {
            throw block.failure(
                    "the private key has a salt of " + salt.length + " bytes; wanted 1 to " + MAX_SALT_BYTES);
        }
        return salt;
    }

    private PemException unknown(ASN1ObjectIdentifier oid) {
        return block.failure("the private key is encrypted in a way that is not read here (" + oid
                + "); wanted PBES2 with AES, as openssl pkcs8 -topk8 -v2 aes-256-cbc makes it");
    }
}
