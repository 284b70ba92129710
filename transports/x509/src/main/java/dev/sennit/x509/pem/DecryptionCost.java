package dev.sennit.x509.pem;

import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Judges the password-based algorithms that a file names, before any of their work is done: which are used here, and how
 * much work they may ask for. There is one for each file, since the limits hold for the sum of its parts.
 */
final class DecryptionCost {
    /** Ten to twenty seconds of work; OpenSSL writes 2048, OWASP recommends 600,000, careful people write a million. */
    static final int MAX_ITERATIONS = 10_000_000;

    /** The limit of bcpkix for the MAC of a PKCS#12 store, as long as no system property raises it. */
    static final int MAX_MAC_ITERATIONS = 5_000_000;

    /** 128 bytes for each of N times r; OpenSSL writes 2^14 times 8, which are 16 MiB. */
    static final int MAX_SCRYPT_BYTES = 128 << 20;

    /** As HMAC with SHA-512 returns; PBKDF2 works off all iterations again for each 20 to 64 bytes of a key. */
    static final int MAX_MAC_KEY_BYTES = 64;

    private static final int MAX_SCRYPT_PARALLEL = 16;
    private static final int MAX_SALT_BYTES = 1024;

    private static final Set<ASN1ObjectIdentifier> PBES1 = Set.of(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
            PKCSObjectIdentifiers.pbeWithSHAAnd2_KeyTripleDES_CBC,
            PKCSObjectIdentifiers.pbeWithSHAAnd128BitRC2_CBC,
            PKCSObjectIdentifiers.pbeWithSHAAnd40BitRC2_CBC);

    private static final Set<ASN1ObjectIdentifier> CIPHERS = Set.of(
            NISTObjectIdentifiers.id_aes128_CBC,
            NISTObjectIdentifiers.id_aes192_CBC,
            NISTObjectIdentifiers.id_aes256_CBC,
            PKCSObjectIdentifiers.des_EDE3_CBC);

    private static final Set<ASN1ObjectIdentifier> PRFS = Set.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1,
            PKCSObjectIdentifiers.id_hmacWithSHA224,
            PKCSObjectIdentifiers.id_hmacWithSHA256,
            PKCSObjectIdentifiers.id_hmacWithSHA384,
            PKCSObjectIdentifiers.id_hmacWithSHA512);

    private final PemBlock block;
    private final String subject;
    private final String wanted;
    private long iterations;
    private long scryptBytes;

    /**
     * Makes one that has judged nothing yet.
     *
     * @param block the place that failures name
     * @param subject the encrypted object in messages, with its article
     * @param wanted the encryption that messages recommend
     */
    DecryptionCost(PemBlock block, String subject, String wanted) {
        this.block = block;
        this.subject = subject;
        this.wanted = wanted;
    }

    /**
     * Adds an encryption: PBES2 (RFC 8018, section 6.2; scrypt by RFC 7914) or PBES1 (RFC 7292, appendix C).
     *
     * @throws PemException if the algorithm is not used here, or the work is over a limit
     * @throws RuntimeException if the parameters cannot be read
     */
    void add(AlgorithmIdentifier encryption) {
        ASN1ObjectIdentifier algorithm = encryption.getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.id_PBES2)) {
            PBES2Parameters parameters = PBES2Parameters.getInstance(encryption.getParameters());
            require(CIPHERS, parameters.getEncryptionScheme().getAlgorithm());
            KeyDerivationFunc function = parameters.getKeyDerivationFunc();
            addDerivation(function.getAlgorithm(), function.getParameters(), MAX_ITERATIONS);
        } else {
            require(PBES1, algorithm);
            PKCS12PBEParams parameters = PKCS12PBEParams.getInstance(encryption.getParameters());
            requireSalt(parameters.getIV());
            addIterations(parameters.getIterations(), MAX_ITERATIONS);
        }
    }

    /** Adds the MAC of a PKCS#12 store: that of RFC 7292, appendix B, or PBMAC1 (RFC 9579); fails as {@link #add} does. */
    void add(MacData mac) {
        AlgorithmIdentifier algorithm = mac.getMac().getAlgorithmId();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
            AlgorithmIdentifier function =
                    PBMAC1Params.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
            addDerivation(function.getAlgorithm(), function.getParameters(), MAX_MAC_ITERATIONS);
            requireMacKey(function);
        } else {
            requireSalt(mac.getSalt());
            addIterations(mac.getIterationCount(), MAX_MAC_ITERATIONS);
        }
    }

    private void addDerivation(ASN1ObjectIdentifier function, ASN1Encodable encoded, int maxIterations) {
        if (function.equals(MiscObjectIdentifiers.id_scrypt)) {
            addScrypt(ScryptParams.getInstance(encoded));
            return;
        }
        require(Set.of(PKCSObjectIdentifiers.id_PBKDF2), function);
        PBKDF2Params parameters = PBKDF2Params.getInstance(encoded);
        require(PRFS, parameters.getPrf().getAlgorithm());
        requireSalt(parameters.getSalt());
        addIterations(parameters.getIterationCount(), maxIterations);
    }

    /** An encryption's key is as long as its cipher needs, whatever the parameters say; a MAC's is as long as they say. */
    private void requireMacKey(AlgorithmIdentifier function) {
        if (function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            BigInteger length =
                    PBKDF2Params.getInstance(function.getParameters()).getKeyLength();
            if (length != null) {
                bounded("a MAC key length of", length, MAX_MAC_KEY_BYTES);
            }
        }
    }

    private void addScrypt(ScryptParams parameters) {
        requireSalt(parameters.getSalt());
        BigInteger cost = parameters.getCostParameter();
        BigInteger blockSize = parameters.getBlockSize();
        BigInteger bytes = cost.multiply(blockSize).multiply(BigInteger.valueOf(128));
        if (bytes.compareTo(BigInteger.valueOf(MAX_SCRYPT_BYTES)) > 0) {
            throw block.failure(subject + "'s scrypt would need over " + MAX_SCRYPT_BYTES + " bytes of memory");
        }
        if (cost.signum() <= 0 || cost.bitCount() != 1 || blockSize.signum() <= 0) {
            throw new IllegalArgumentException("scrypt wants a cost that is a power of 2, and a block size above 0");
        }
        int parallel =
                bounded("a scrypt parallelization of", parameters.getParallelizationParameter(), MAX_SCRYPT_PARALLEL);
        scryptBytes += bytes.longValueExact() * parallel;
        if (scryptBytes > (long) MAX_SCRYPT_BYTES * MAX_SCRYPT_PARALLEL) {
            throw block.failure(subject + " asks for scrypt too often");
        }
    }

    private void addIterations(BigInteger count, int limit) {
        iterations += bounded("an iteration count of", count, limit);
        if (iterations > MAX_ITERATIONS) {
            throw block.failure(
                    subject + " has iteration counts of over " + MAX_ITERATIONS + " in all, which is the limit");
        }
    }

    private int bounded(String noun, BigInteger value, int limit) {
        if (value.signum() <= 0 || value.compareTo(BigInteger.valueOf(limit)) > 0) {
            String shown = value.bitLength() > 64 ? "over 2^64" : value.toString();
            throw block.failure(subject + " has " + noun + " " + shown + "; the limit is " + limit);
        }
        return value.intValueExact();
    }

    private void requireSalt(byte[] salt) {
        if (salt.length == 0 || salt.length > MAX_SALT_BYTES) {
            throw block.failure(subject + " has a salt of " + salt.length + " bytes; wanted 1 to " + MAX_SALT_BYTES);
        }
    }

    private void require(Set<ASN1ObjectIdentifier> used, ASN1ObjectIdentifier algorithm) {
        if (!used.contains(algorithm)) {
            throw block.failure(
                    subject + " is encrypted in a way that is not read here (" + algorithm + "); wanted " + wanted);
        }
    }
}
