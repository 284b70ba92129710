package dev.sennit.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * PKCS #8 of keys of elliptic curves with the public point in it, which RFC 5915 section 3 leaves to the writer's choice:
 * the JDK leaves it out, and GnuTLS up to 3.7 reads no key without it.
 */
final class EcKeyEncoding {
    private EcKeyEncoding() {}

    /** Returns the encoding; empty if the key is of another kind, or of a curve that has no name. */
    static Optional<byte[]> of(byte[] pkcs8, ECPrivateKey key) throws IOException {
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
}
