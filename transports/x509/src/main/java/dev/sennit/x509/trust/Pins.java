package dev.sennit.x509.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

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

    /** Takes sha256/ (RFC 7469) or sha256// (curl) before it; a slash may be the hash's own first character as well. */
    private static String normal(String text) {
        String base64 =
                text.strip().replaceFirst("^sha256/", "").replace('-', '+').replace('_', '/');
        return hash(base64)
                .or(() -> base64.startsWith("/") ? hash(base64.substring(1)) : Optional.empty())
                .orElseThrow(() -> new IllegalArgumentException("the pin '" + PrintableText.text(text)
                        + "' is not the Base64 of a SHA-256, which has 44 characters"));
    }

    private static Optional<String> hash(String base64) {
        try {
            byte[] hash = Base64.getDecoder().decode(base64);
            return hash.length == SHA256_BYTES
                    ? Optional.of(Base64.getEncoder().encodeToString(hash))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Returns a trust that asks another one first, and then wants one of these keys in the leaf. */
    Trust after(Trust first) {
        return new PinnedTrust(first, this);
    }

    /**
     * Returns if one of the certificates has one of the keys.
     *
     * @throws CertificateRefusedException if not
     */
    void check(List<X509Certificate> path) {
        List<String> seen = path.stream().map(Pins::pin).toList();
        if (seen.stream().noneMatch(pins::contains)) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.CERTIFICATE_UNKNOWN,
                    PrintableText.certificate(path.get(0))
                            + ": no key is pinned; those seen, the leaf's first, are sha256/"
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

    /** Asks another trust, and then wants a known key in the leaf: the other certificates need not belong to its path. */
    private static final class PinnedTrust implements Trust {
        private final Trust other;
        private final Pins pins;

        PinnedTrust(Trust other, Pins pins) {
            this.other = other;
            this.pins = pins;
        }

        @Override
        public void checkServer(List<X509Certificate> chain, String name) {
            other.checkServer(chain, name);
            checkLeaf(chain);
        }

        @Override
        public void checkClient(List<X509Certificate> chain) {
            other.checkClient(chain);
            checkLeaf(chain);
        }

        private void checkLeaf(List<X509Certificate> chain) {
            if (chain.isEmpty()) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE, "the peer sent no certificate");
            }
            pins.check(chain.subList(0, 1));
        }

        @Override
        public List<X500Principal> acceptedIssuers() {
            return other.acceptedIssuers();
        }

        @Override
        public boolean mayBlock() {
            return other.mayBlock();
        }
    }
}
