package dev.sennit.tls.bc;

import dev.sennit.x509.key.KeyKind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which signatures are accepted and made (RFC 8446, section 4.2.3), and by which kinds of keys. */
final class SignatureSchemes {
    private static final List<Integer> EC = List.of(
            SignatureScheme.ecdsa_secp256r1_sha256,
            SignatureScheme.ed25519,
            SignatureScheme.ecdsa_secp384r1_sha384,
            SignatureScheme.ecdsa_secp521r1_sha512,
            SignatureScheme.ed448);

    private static final List<Integer> RSA_PSS_RSAE = List.of(
            SignatureScheme.rsa_pss_rsae_sha256,
            SignatureScheme.rsa_pss_rsae_sha384,
            SignatureScheme.rsa_pss_rsae_sha512);

    private static final List<Integer> RSA_PSS_PSS = List.of(
            SignatureScheme.rsa_pss_pss_sha256, SignatureScheme.rsa_pss_pss_sha384, SignatureScheme.rsa_pss_pss_sha512);

    private static final List<Integer> RSA_PKCS1 = List.of(
            SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pkcs1_sha384, SignatureScheme.rsa_pkcs1_sha512);

    /** Accepted from peers, best first. No SHA-1, no PKCS #1 but in TLS 1.2 and in certificates. */
    private static final List<Integer> ACCEPTED = Stream.of(EC, RSA_PSS_RSAE, RSA_PSS_PSS, RSA_PKCS1)
            .flatMap(List::stream)
            .toList();

    /** In TLS 1.3. */
    private static final Map<KeyKind, List<Integer>> BY_KIND = Map.ofEntries(
            Map.entry(KeyKind.RSA, RSA_PSS_RSAE),
            Map.entry(KeyKind.RSA_PSS, RSA_PSS_PSS),
            Map.entry(KeyKind.ECDSA_P256, List.of(SignatureScheme.ecdsa_secp256r1_sha256)),
            Map.entry(KeyKind.ECDSA_P384, List.of(SignatureScheme.ecdsa_secp384r1_sha384)),
            Map.entry(KeyKind.ECDSA_P521, List.of(SignatureScheme.ecdsa_secp521r1_sha512)),
            Map.entry(KeyKind.ED25519, List.of(SignatureScheme.ed25519)),
            Map.entry(KeyKind.ED448, List.of(SignatureScheme.ed448)));

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
        BY_KIND.forEach((kind, schemes) -> {
            int curve = SignatureScheme.getNamedGroup(schemes.get(0));
            if (curve >= 0 && groups != null && !Arrays.contains(groups, curve)) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    /**
     * Whether a handshake of TLS 1.3 may be signed with a scheme by a key: no PKCS #1, no SHA-1, and each curve with its own
     * scheme (RFC 8446, section 4.2.3).
     *
     * @param key as the certificate has it
     */
    static boolean isForHandshake(int scheme, SubjectPublicKeyInfo key) throws IOException {
        return KeyKind.find(key.getEncoded())
                .filter(kind -> BY_KIND.getOrDefault(kind, List.of()).contains(scheme))
                .isPresent();
    }

    private static Stream<SignatureAndHashAlgorithm> candidates(KeyKind kind, boolean tls13) {
        Stream<Integer> older = kind == KeyKind.RSA && !tls13 ? RSA_PKCS1.stream() : Stream.empty();
        return Stream.concat(BY_KIND.getOrDefault(kind, List.of()).stream(), older)
                .map(SignatureScheme::getSignatureAndHashAlgorithm);
    }
}
