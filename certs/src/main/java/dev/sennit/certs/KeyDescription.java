package dev.sennit.certs;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A public key in words, read from its encoding, so that keys of kinds and curves that the JDK lacks are described too.
 *
 * @param text such as {@code ECDSA P-256} or {@code RSA 2048 bits}
 * @param weakness why it should not be relied on, as the end of a sentence; empty if nothing is known against it
 */
record KeyDescription(String text, Optional<String> weakness) {
    private static final String ODD_CURVE = "ECDSA on ";

    /** What the CA/Browser Forum asks for, section 6.1.5, and OpenSSL and GnuTLS at their default levels. */
    private static final int LEAST_RSA_BITS = 2048;

    private static final Map<ASN1ObjectIdentifier, String> GOOD_CURVES = Map.of(
            SECObjectIdentifiers.secp256r1, "P-256",
            SECObjectIdentifiers.secp384r1, "P-384",
            SECObjectIdentifiers.secp521r1, "P-521");

    private static final Map<ASN1ObjectIdentifier, String> EDWARDS =
            Map.of(EdECObjectIdentifiers.id_Ed25519, "Ed25519", EdECObjectIdentifiers.id_Ed448, "Ed448");

    /**
     * Describes a key.
     *
     * @param encoded its SubjectPublicKeyInfo
     * @param fallback the name of its algorithm, for kinds that are not known here
     */
    static KeyDescription of(byte[] encoded, String fallback) {
        try {
            SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(encoded);
            ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
            if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
                    || algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
                return rsa(RSAPublicKey.getInstance(key.parsePublicKey())
                        .getModulus()
                        .bitLength());
            }
            if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                return curve(key.getAlgorithm().getParameters());
            }
            return new KeyDescription(EDWARDS.getOrDefault(algorithm, fallback), Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            return new KeyDescription(fallback, Optional.of("its key cannot be read"));
        }
    }

    /** Says whether the JDK would refuse to use it, without saying so in a way that differs from a wrong signature. */
    boolean onAnOddCurve() {
        return text.startsWith(ODD_CURVE);
    }

    private static KeyDescription rsa(int bits) {
        boolean weak = bits < LEAST_RSA_BITS;
        return new KeyDescription(
                "RSA " + bits + " bits",
                weak
                        ? Optional.of("its RSA key of " + bits + " bits is weak; at least " + LEAST_RSA_BITS
                                + " are asked for")
                        : Optional.empty());
    }

    private static KeyDescription curve(ASN1Encodable parameters) {
        String name = parameters instanceof ASN1ObjectIdentifier oid ? GOOD_CURVES.get(oid) : null;
        if (name != null) {
            return new KeyDescription("ECDSA " + name, Optional.empty());
        }
        String curve =
                parameters instanceof ASN1ObjectIdentifier oid ? "the curve " + oid.getId() : "a curve of its own";
        return new KeyDescription(
                ODD_CURVE + curve,
                Optional.of("its key is on " + curve + ", which few accept; P-256 and P-384 are known to all"));
    }
}
