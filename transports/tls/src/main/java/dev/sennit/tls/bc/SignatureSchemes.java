package dev.sennit.tls.bc;

import dev.sennit.x509.key.KeyKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.jspecify.annotations.Nullable;

/** Which signatures are accepted and made (RFC 8446, section 4.2.3), and by which kinds of keys. */
final class SignatureSchemes {
    /** Accepted from peers, best first. No SHA-1, no PKCS #1 but in TLS 1.2 and in certificates. */
    private static final List<Integer> ACCEPTED = List.of(
            SignatureScheme.ecdsa_secp256r1_sha256,
            SignatureScheme.ed25519,
            SignatureScheme.ecdsa_secp384r1_sha384,
            SignatureScheme.ecdsa_secp521r1_sha512,
            SignatureScheme.ed448,
            SignatureScheme.rsa_pss_rsae_sha256,
            SignatureScheme.rsa_pss_rsae_sha384,
            SignatureScheme.rsa_pss_rsae_sha512,
            SignatureScheme.rsa_pss_pss_sha256,
            SignatureScheme.rsa_pss_pss_sha384,
            SignatureScheme.rsa_pss_pss_sha512,
            SignatureScheme.rsa_pkcs1_sha256,
            SignatureScheme.rsa_pkcs1_sha384,
            SignatureScheme.rsa_pkcs1_sha512);

    private static final List<Integer> RSA_PSS = List.of(
            SignatureScheme.rsa_pss_rsae_sha256,
            SignatureScheme.rsa_pss_rsae_sha384,
            SignatureScheme.rsa_pss_rsae_sha512);
    private static final List<Integer> RSA_PKCS1 = List.of(
            SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pkcs1_sha384, SignatureScheme.rsa_pkcs1_sha512);

    private static final Map<KeyKind, List<Integer>> BY_KIND = Map.of(
            KeyKind.RSA_PSS,
            List.of(
                    SignatureScheme.rsa_pss_pss_sha256,
                    SignatureScheme.rsa_pss_pss_sha384,
                    SignatureScheme.rsa_pss_pss_sha512),
            KeyKind.ECDSA_P256,
            List.of(SignatureScheme.ecdsa_secp256r1_sha256),
            KeyKind.ECDSA_P384,
            List.of(SignatureScheme.ecdsa_secp384r1_sha384),
            KeyKind.ECDSA_P521,
            List.of(SignatureScheme.ecdsa_secp521r1_sha512),
            KeyKind.ED25519,
            List.of(SignatureScheme.ed25519),
            KeyKind.ED448,
            List.of(SignatureScheme.ed448));

    private static final Map<KeyKind, Integer> CURVES = Map.of(
            KeyKind.ECDSA_P256, NamedGroup.secp256r1,
            KeyKind.ECDSA_P384, NamedGroup.secp384r1,
            KeyKind.ECDSA_P521, NamedGroup.secp521r1);

    /** RFC 8410, section 3. */
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    private static final ASN1ObjectIdentifier ED448 = new ASN1ObjectIdentifier("1.3.101.113");

    private static final Map<Integer, ASN1ObjectIdentifier> CURVE_OF_SCHEME = Map.of(
            SignatureScheme.ecdsa_secp256r1_sha256, SECObjectIdentifiers.secp256r1,
            SignatureScheme.ecdsa_secp384r1_sha384, SECObjectIdentifiers.secp384r1,
            SignatureScheme.ecdsa_secp521r1_sha512, SECObjectIdentifiers.secp521r1);

    private SignatureSchemes() {}

    /** What a hello or a request for certificates says is accepted. A new one each time: BouncyCastle's are mutable. */
    static Vector<SignatureAndHashAlgorithm> accepted() {
        return BouncyConfig.vector(ACCEPTED.stream()
                .map(SignatureScheme::getSignatureAndHashAlgorithm)
                .toList());
    }

    /**
     * The best signature that a key can make and the peer accepts.
     *
     * @param offered by the peer; null if it said nothing
     */
    static Optional<SignatureAndHashAlgorithm> choose(KeyKind kind, @Nullable Vector<?> offered, boolean tls13) {
        return candidates(kind, tls13)
                .filter(scheme -> offered != null && offered.contains(scheme))
                .findFirst();
    }

    /** The kinds of keys whose signatures the peer accepts. */
    static Set<KeyKind> kinds(@Nullable Vector<?> offered, boolean tls13) {
        Set<KeyKind> kinds = EnumSet.noneOf(KeyKind.class);
        for (KeyKind kind : KeyKind.values()) {
            if (choose(kind, offered, tls13).isPresent()) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /**
     * The kinds of keys that lie on a curve which the client has not listed: not to be shown to it in TLS 1.2 (RFC 8422,
     * section 5.3), where its list is of the curves of certificates too.
     *
     * @param groups null if it listed none
     */
    static Set<KeyKind> onOtherCurves(int @Nullable [] groups) {
        Set<KeyKind> kinds = EnumSet.noneOf(KeyKind.class);
        if (groups != null) {
            CURVES.forEach((kind, curve) -> {
                if (IntStream.of(groups).noneMatch(group -> group == curve)) {
                    kinds.add(kind);
                }
            });
        }
        return kinds;
    }

    /**
     * Whether a handshake of TLS 1.3 may be signed with a scheme by a key: no PKCS #1, no SHA-1, and each curve with its own
     * scheme (RFC 8446, section 4.2.3).
     *
     * @param key the kind of the key, as its certificate says
     */
    static boolean isForHandshake(int scheme, AlgorithmIdentifier key) {
        ASN1ObjectIdentifier kind = key.getAlgorithm();
        ASN1ObjectIdentifier curve = CURVE_OF_SCHEME.get(scheme);
        if (curve != null) {
            return kind.equals(X9ObjectIdentifiers.id_ecPublicKey) && curve.equals(key.getParameters());
        }
        return switch (scheme) {
            case SignatureScheme.rsa_pss_rsae_sha256,
                    SignatureScheme.rsa_pss_rsae_sha384,
                    SignatureScheme.rsa_pss_rsae_sha512 -> kind.equals(PKCSObjectIdentifiers.rsaEncryption);
            case SignatureScheme.rsa_pss_pss_sha256,
                    SignatureScheme.rsa_pss_pss_sha384,
                    SignatureScheme.rsa_pss_pss_sha512 -> kind.equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
            case SignatureScheme.ed25519 -> kind.equals(ED25519);
            case SignatureScheme.ed448 -> kind.equals(ED448);
            default -> false;
        };
    }

    private static Stream<SignatureAndHashAlgorithm> candidates(KeyKind kind, boolean tls13) {
        Stream<Integer> schemes = kind != KeyKind.RSA
                ? BY_KIND.getOrDefault(kind, List.of()).stream()
                : tls13 ? RSA_PSS.stream() : Stream.concat(RSA_PSS.stream(), RSA_PKCS1.stream());
        return schemes.map(SignatureScheme::getSignatureAndHashAlgorithm);
    }
}
