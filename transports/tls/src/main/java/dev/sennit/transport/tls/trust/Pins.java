package dev.sennit.transport.tls.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys that are known beforehand, each as the SHA-256 of its SubjectPublicKeyInfo (RFC 7469, section 2.4). */
final class Pins {
    private static final int SHA256_BYTES = 32;

    private final Set<String> pins;

    private Pins(Set<String> pins) {
        this.pins = pins;
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if there is none, or one is not the Base64 of 32 bytes
     */
    static Pins of(String... texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("no pin is given, and nothing would match");
        }
        return new Pins(Stream.of(texts).map(Pins::normal).collect(Collectors.toUnmodifiableSet()));
    }

    private static String normal(String text) {
        String base64 =
                text.strip().replaceFirst("^sha256//?", "").replace('-', '+').replace('_', '/');
        try {
            byte[] hash = Base64.getDecoder().decode(base64);
            if (hash.length == SHA256_BYTES) {
                return Base64.getEncoder().encodeToString(hash);
            }
        } catch (IllegalArgumentException e) {
            // Told below, as is a hash of another size.
        }
        throw new IllegalArgumentException(
                "the pin '" + Shown.text(text) + "' is not the Base64 of a SHA-256, which has 44 characters");
    }

    /**
     * Returns if one of the certificates has one of the keys.
     *
     * @throws CertificateRefused if not
     */
    void check(List<X509Certificate> path) {
        List<String> seen = path.stream().map(Pins::pin).toList();
        if (seen.stream().noneMatch(pins::contains)) {
            throw new CertificateRefused(
                    CertificateRefused.CERTIFICATE_UNKNOWN,
                    Shown.certificate(path.get(0)) + ": no key is pinned; those seen, the leaf's first, are sha256/"
                            + String.join(", sha256/", seen));
        }
    }

    private static String pin(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
