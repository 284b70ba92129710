package dev.sennit.transport.tls.bc;

import dev.sennit.transport.tls.identity.KeyKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.jspecify.annotations.Nullable;

/** Which signatures are accepted and made (RFC 8446, section 4.2.3), and by which kinds of keys. */
final class Schemes {
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

    private Schemes() {}

    /** What a hello or a request for certificates says is accepted. A new one each time: BouncyCastle's are mutable. */
    static Vector<SignatureAndHashAlgorithm> accepted() {
        return Vectors.of(ACCEPTED.stream()
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

    private static Stream<SignatureAndHashAlgorithm> candidates(KeyKind kind, boolean tls13) {
        Stream<Integer> schemes = kind != KeyKind.RSA
                ? BY_KIND.getOrDefault(kind, List.of()).stream()
                : tls13 ? RSA_PSS.stream() : Stream.concat(RSA_PSS.stream(), RSA_PKCS1.stream());
        return schemes.map(SignatureScheme::getSignatureAndHashAlgorithm);
    }
}
