package dev.sennit.x509.pem;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** Makes a key of the JDK from one PEM object: decrypts it, and wraps it as plain PKCS#8, which the JDK reads. */
final class KeyReader {
    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.rsaEncryption, "RSA"),
            Map.entry(PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS"),
            Map.entry(X9ObjectIdentifiers.id_ecPublicKey, "EC"),
            Map.entry(EdECObjectIdentifiers.id_Ed25519, "Ed25519"),
            Map.entry(EdECObjectIdentifiers.id_Ed448, "Ed448"));

    private static final Map<ASN1ObjectIdentifier, String> USELESS = Map.ofEntries(
            Map.entry(X9ObjectIdentifiers.id_dsa, "a DSA"),
            Map.entry(PKCSObjectIdentifiers.dhKeyAgreement, "a Diffie-Hellman"),
            Map.entry(EdECObjectIdentifiers.id_X25519, "an X25519"),
            Map.entry(EdECObjectIdentifiers.id_X448, "an X448"));

    private static final Set<ASN1Encodable> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private static final String ENCRYPTION_WANTED = "PBES2 with AES, as openssl pkcs8 -topk8 -v2 aes-256-cbc makes it";

    private static final String WANTED = "; wanted RSA, EC (P-256, P-384, P-521), Ed25519 or Ed448";

    private final PemBlock block;
    private final byte @Nullable [] curve;

    /**
     * Makes one.
     *
     * @param curve the content of EC PARAMETERS that stood before the key
     */
    KeyReader(PemBlock block, byte @Nullable [] curve) {
        this.block = block;
        this.curve = curve;
    }

    /**
     * Returns the key.
     *
     * @param password not used for a key that is not encrypted
     * @throws PemException if the key is encrypted and there is no password or a wrong one, or if it is damaged or of no
     *     use in TLS
     */
    PrivateKey read(char @Nullable [] password) {
        boolean pkcs8 = block.label().equals("ENCRYPTED PRIVATE KEY");
        boolean encrypted =
                pkcs8 || block.headers().getOrDefault("proc-type", "").contains("ENCRYPTED");
        try {
            if (!encrypted) {
                return toJca(info(block.der()));
            }
            if (password == null) {
                throw block.failure("the private key is encrypted and no password (keyPassword) is given");
            }
            return toJca(pkcs8 ? decryptPkcs8(password) : decryptLegacy(password));
        } catch (PemException named) {
            throw named;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw block.failure(encrypted ? "wrong password, or a damaged private key" : "a damaged private key", e);
        }
    }

    private PrivateKeyInfo decryptPkcs8(char[] password) throws GeneralSecurityException {
        return Decryption.pkcs8(
                parameters(() -> {
                    EncryptedPrivateKeyInfo key = EncryptedPrivateKeyInfo.getInstance(block.der());
                    new DecryptionCost(block, "the private key", ENCRYPTION_WANTED).add(key.getEncryptionAlgorithm());
                    return key;
                }),
                password);
    }

    private PrivateKeyInfo decryptLegacy(char[] password) throws GeneralSecurityException, IOException {
        byte[] der = Decryption.legacy(parameters(() -> Decryption.DekInfo.of(block)), block.der(), password);
        try {
            return info(der);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Reads the parameters of an encryption. A problem with them has nothing to do with the password. */
    private <T> T parameters(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (PemException named) {
            throw named;
        } catch (RuntimeException e) {
            throw block.failure("a damaged private key: its encryption parameters cannot be read", e);
        }
    }

    private PrivateKeyInfo info(byte[] der) throws IOException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(der);
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        Objects.requireNonNull(RSAPrivateKey.getInstance(der)));
            case "EC PRIVATE KEY" -> ec(ECPrivateKey.getInstance(der));
            case "OPENSSH PRIVATE KEY" ->
                throw block.failure(
                        "found an OpenSSH private key, a format of SSH alone; convert it with ssh-keygen -p -m"
                                + " PKCS8 -f FILE");
            default -> throw block.failure("found " + block.noun() + WANTED);
        };
    }

    private PrivateKeyInfo ec(ECPrivateKey key) throws IOException {
        ASN1Encodable parameters = key.getParametersObject();
        if (parameters == null) {
            if (curve == null) {
                throw block.failure("an EC private key that does not name its curve, and no EC PARAMETERS before it");
            }
            parameters = ASN1Primitive.fromByteArray(curve);
        }
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), key);
    }

    private PrivateKey toJca(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
        String name = ALGORITHMS.get(algorithm.getAlgorithm());
        if (name == null) {
            String found = USELESS.getOrDefault(algorithm.getAlgorithm(), "a " + algorithm.getAlgorithm());
            throw block.failure("found " + found + " private key" + WANTED);
        }
        if (name.equals("EC") && !CURVES.contains(algorithm.getParameters())) {
            String found = algorithm.getParameters() instanceof ASN1ObjectIdentifier oid
                    ? "on the curve " + Objects.requireNonNullElse(ECNamedCurveTable.getName(oid), oid.getId())
                    : "that spells out its curve instead of naming it";
            throw block.failure("found an EC private key " + found + "; wanted P-256, P-384 or P-521");
        }
        // Without attributes and public key (RFC 5958), which the JDK 17 does not read.
        byte[] plain = new PrivateKeyInfo(algorithm, info.parsePrivateKey()).getEncoded(ASN1Encoding.DER);
        try {
            KeyFactory factory = KeyFactory.getInstance(name);
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(plain));
            // The JDK compares keys by their encodings, in which the public point may be or not.
            return key instanceof java.security.interfaces.ECPrivateKey onCurve
                    ? factory.generatePrivate(new ECPrivateKeySpec(onCurve.getS(), onCurve.getParams()))
                    : key;
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
