package dev.sennit.x509.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The kinds of key that can sign a handshake of TLS 1.2 or 1.3. Each has its signature schemes (RFC 8446, section 4.2.3). */
public enum KeyKind {
    /** RSA of 2048 bits or more, for {@code rsa_pss_rsae_*}, and {@code rsa_pkcs1_*} in TLS 1.2. */
    RSA,
    /** RSA whose certificate allows PSS only: {@code rsa_pss_pss_*}. */
    RSA_PSS,
    /** ECDSA on P-256. */
    ECDSA_P256,
    /** ECDSA on P-384. */
    ECDSA_P384,
    /** ECDSA on P-521. */
    ECDSA_P521,
    /** Ed25519. */
    ED25519,
    /** Ed448. */
    ED448;

    /** The kinds by the algorithm of a key or, of elliptic curves, by the curve. */
    private static final Map<ASN1Encodable, KeyKind> KINDS = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.rsaEncryption, RSA),
            Map.entry(PKCSObjectIdentifiers.id_RSASSA_PSS, RSA_PSS),
            Map.entry(SECObjectIdentifiers.secp256r1, ECDSA_P256),
            Map.entry(SECObjectIdentifiers.secp384r1, ECDSA_P384),
            Map.entry(SECObjectIdentifiers.secp521r1, ECDSA_P521),
            Map.entry(EdECObjectIdentifiers.id_Ed25519, ED25519),
            Map.entry(EdECObjectIdentifiers.id_Ed448, ED448));

    /**
     * Returns the kind of a public key; empty if TLS cannot use this kind here.
     *
     * @param subjectPublicKeyInfo the key as certificates have it, in DER (RFC 5280, section 4.1.2.7)
     * @throws IllegalArgumentException if it cannot be read
     */
    public static Optional<KeyKind> find(byte[] subjectPublicKeyInfo) {
        AlgorithmIdentifier algorithm =
                SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo).getAlgorithm();
        ASN1Encodable curve = isOfCurve(algorithm) ? algorithm.getParameters() : null;
        return Optional.ofNullable(KINDS.get(curve == null ? algorithm.getAlgorithm() : curve));
    }

    /**
     * Returns the kind of a certificate's key.
     *
     * @throws IllegalArgumentException if TLS cannot use this kind here
     */
    static KeyKind of(PublicKey key) {
        return find(key.getEncoded()).orElseThrow(() -> {
            AlgorithmIdentifier algorithm =
                    SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
            return new IllegalArgumentException(
                    isOfCurve(algorithm)
                            ? "found an EC key on the curve " + algorithm.getParameters()
                                    + "; wanted P-256, P-384 or P-521"
                            : "found a key of the kind " + key.getAlgorithm() + "; wanted RSA, EC, Ed25519 or Ed448");
        });
    }

    private static boolean isOfCurve(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
    }

    /** Returns whether a signature takes milliseconds, as with RSA. */
    boolean signsSlowly() {
        return this == RSA || this == RSA_PSS;
    }

    /** Returns a signature algorithm of this kind, to find out whether two keys belong together. */
    Signature proof() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (this) {
                    case RSA -> "SHA256withRSA";
                    case RSA_PSS -> "RSASSA-PSS";
                    case ECDSA_P256 -> "SHA256withECDSA";
                    case ECDSA_P384 -> "SHA384withECDSA";
                    case ECDSA_P521 -> "SHA512withECDSA";
                    case ED25519 -> "Ed25519";
                    case ED448 -> "Ed448";
                });
        if (this == RSA_PSS) {
            signature.setParameter(new PSSParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC));
        }
        return signature;
    }
}
