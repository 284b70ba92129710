package dev.sennit.x509.pem;

import static dev.sennit.x509.pem.PemFileTest.assertFailure;
import static dev.sennit.x509.pem.PemFileTest.block;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyLimitsTest {
    private static final EncryptionScheme AES =
            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory      | 1048576 | 8 | 1  | the private key's scrypt would need over 134217728 bytes of memory",
                "huge        | 9223372036854775807 | 8 | 1  | the private key's scrypt would need over 134217728 bytes of memory",
                "parallel    | 16384   | 8 | 17 | the private key has a scrypt parallelization of 17; the limit is 16",
                "odd cost    | 16383   | 8 | 1  | a damaged private key: its encryption parameters cannot be read",
                "no cost     | 0       | 8 | 1  | a damaged private key: its encryption parameters cannot be read",
                "negative    | -16384  | 8 | 1  | a damaged private key: its encryption parameters cannot be read",
                "no block    | 16384   | 0 | 1  | a damaged private key: its encryption parameters cannot be read",
            })
    void refusesScryptThatIsTooDear(String name, BigInteger cost, int blockSize, int parallel, String problem)
            throws IOException {
        ASN1Encodable parameters = new DERSequence(new ASN1Encodable[] {
            new DEROctetString(new byte[8]),
            new ASN1Integer(cost),
            new ASN1Integer(blockSize),
            new ASN1Integer(parallel)
        });
        refuses(new KeyDerivationFunc(new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11"), parameters), AES, problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "too many   | 8    | 10000001 | the private key has an iteration count of 10000001; the limit is 10000000",
                "none       | 8    | 0        | the private key has an iteration count of 0; the limit is 10000000",
                "huge       | 8    | 99999999999999999999 | the private key has an iteration count of over 2^64; the limit is 10000000",
                "no salt    | 0    | 2048     | the private key has a salt of 0 bytes; wanted 1 to 1024",
                "large salt | 1025 | 2048     | the private key has a salt of 1025 bytes; wanted 1 to 1024",
            })
    void refusesPbkdf2OutOfBounds(String name, int saltBytes, BigInteger count, String problem) throws IOException {
        ASN1Encodable parameters = new DERSequence(new ASN1Encodable[] {
            new DEROctetString(new byte[saltBytes]),
            new ASN1Integer(count),
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256)
        });
        refuses(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, parameters), AES, problem);
    }

    @Test
    void namesAnEncryptionThatIsNotReadHere() throws IOException {
        String problem =
                "the private key is encrypted in a way that is not read here (1.2.3); wanted PBES2 with AES, as"
                        + " openssl pkcs8 -topk8 -v2 aes-256-cbc makes it";
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.2.3");
        PBKDF2Params parameters =
                new PBKDF2Params(new byte[8], 2048, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256));
        KeyDerivationFunc pbkdf2 = new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, parameters);
        refuses(pbkdf2, new EncryptionScheme(unknown, new DEROctetString(new byte[16])), problem);
        refuses(new KeyDerivationFunc(unknown, parameters), AES, problem);
        PBKDF2Params prf = new PBKDF2Params(new byte[8], 2048, new AlgorithmIdentifier(unknown));
        refuses(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, prf), AES, problem);
        refuses(new AlgorithmIdentifier(unknown), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAC      | 5000001 | 2048     | the PKCS#12 store has an iteration count of 5000001; the limit is 5000000",
                "contents | 2048    | 10000001 | the PKCS#12 store has an iteration count of 10000001; the limit is 10000000",
                "sum      | 5000000 | 5000001  | the PKCS#12 store has iteration counts of over 10000000 in all, which is the limit",
            })
    void refusesAStoreThatIsTooDear(String name, int macCount, int contentCount, String problem) throws IOException {
        AlgorithmIdentifier sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
        MacData mac = new MacData(new DigestInfo(sha256, new byte[32]), new byte[8], macCount);
        PBKDF2Params derivation = new PBKDF2Params(
                new byte[8], contentCount, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256));
        AlgorithmIdentifier encryption = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2,
                new PBES2Parameters(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, derivation), AES));
        EncryptedData encrypted =
                new EncryptedData(PKCSObjectIdentifiers.data, encryption, new DEROctetString(new byte[32]));
        refusesStore(new ContentInfo(PKCSObjectIdentifiers.encryptedData, encrypted), mac, problem);
    }

    @Test
    void refusesAPbmac1WithTooManyIterations() throws IOException {
        AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256);
        AlgorithmIdentifier derivation = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[8], 5_000_001, 32, hmac));
        AlgorithmIdentifier pbmac1 =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1, new PBMAC1Params(derivation, hmac));
        MacData mac = new MacData(new DigestInfo(pbmac1, new byte[32]), new byte[8], 1);
        refusesStore(
                new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence().getEncoded())),
                mac,
                "the PKCS#12 store has an iteration count of 5000001; the limit is 5000000");
    }

    /** Each 32 bytes of the key take all iterations once more. */
    @Test
    void refusesAPbmac1WithALongKey() throws IOException {
        AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256);
        AlgorithmIdentifier derivation = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[8], 2048, 1024, hmac));
        AlgorithmIdentifier pbmac1 =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1, new PBMAC1Params(derivation, hmac));
        MacData mac = new MacData(new DigestInfo(pbmac1, new byte[32]), new byte[8], 1);
        refusesStore(
                new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence().getEncoded())),
                mac,
                "the PKCS#12 store has a MAC key length of 1024; the limit is 64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.3.14.7.2.1.1 | the MAC of the PKCS#12 store is of a kind that is not read here (1.3.14.7.2.1.1); wanted SHA-256, as openssl pkcs12 -export -macalg sha256 makes it",
                "1.2.840.113549.1.5.14 | a damaged PKCS#12 store: it is not of the form of RFC 7292",
            })
    void namesAMacThatIsNotReadHere(String digest, String problem) throws IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier(digest));
        MacData mac = new MacData(new DigestInfo(algorithm, new byte[32]), new byte[8], 1);
        refusesStore(
                new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence().getEncoded())),
                mac,
                problem);
    }

    @Test
    void namesAStoreThatIsProtectedByAKey() throws IOException {
        refusesStore(
                new ContentInfo(PKCSObjectIdentifiers.envelopedData, new DERSequence()),
                null,
                "the PKCS#12 store is encrypted for a key, which is not read here; wanted one with a password, as openssl"
                        + " pkcs12 -export makes it");
        Pfx signed = new Pfx(new ContentInfo(PKCSObjectIdentifiers.signedData, new DERSequence()), null);
        refusesStore(
                signed,
                "the PKCS#12 store is signed with a key, which is not read here; wanted one with a password, as openssl"
                        + " pkcs12 -export makes it");
    }

    private static void refusesStore(ContentInfo part, @Nullable MacData mac, String problem) throws IOException {
        byte[] parts = new DERSequence(part).getEncoded();
        refusesStore(new Pfx(new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(parts)), mac), problem);
    }

    private static void refusesStore(Pfx store, String problem) throws IOException {
        byte[] content = store.getEncoded();
        assertFailure("k.p12: " + problem, () -> Pkcs12Store.unpack("k.p12", content, "secret".toCharArray()));
    }

    private static void refuses(KeyDerivationFunc function, EncryptionScheme scheme, String problem)
            throws IOException {
        ASN1Encodable parameters = new PBES2Parameters(function, scheme);
        refuses(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), problem);
    }

    private static void refuses(AlgorithmIdentifier algorithm, String problem) throws IOException {
        byte[] der = new EncryptedPrivateKeyInfo(algorithm, new byte[32]).getEncoded();
        PemFile file = PemFile.of("k.pem", block("ENCRYPTED PRIVATE KEY", der));
        assertFailure("k.pem:1: " + problem, () -> file.privateKey("secret".toCharArray()));
    }
}
