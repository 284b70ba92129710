package dev.sennit.x509.trust;

import dev.sennit.x509.key.CertifiedKey;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Trusts each peer whose certificate has a path to a trusted certificate that the platform's PKIX validates (RFC 5280, section
 * 6), or is itself trusted. Made by the methods of {@link Trust}. Immutable.
 */
public final class PathTrust implements Trust {
    private final ChainLimits limits;
    private final Anchors anchors;
    private final @Nullable Pins pins;
    private final @Nullable Revocation revocation;
    private final InstantSource clock;

    private PathTrust(
            ChainLimits limits,
            Anchors anchors,
            @Nullable Pins pins,
            @Nullable Revocation revocation,
            InstantSource clock) {
        this.limits = limits;
        this.anchors = anchors;
        this.pins = pins;
        this.revocation = revocation;
        this.clock = clock;
    }

    static PathTrust of(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no trusted certificate is given; wanted one or more");
        }
        return new PathTrust(ChainLimits.DEFAULT, new Anchors(certificates), null, null, InstantSource.system());
    }

    static PathTrust platform() {
        return of(Anchors.ofPlatform());
    }

    /** Returns a trust that also wants one of these keys in the validated path, which includes the trusted certificate. */
    @Override
    public PathTrust withPins(String... wanted) {
        return new PathTrust(limits, anchors, Pins.of(wanted), revocation, clock);
    }

    /**
     * Returns a trust that also asks whether certificates have been revoked. This call verifies the lists that the trusted
     * certificates have signed, which takes time in proportion to the lists.
     */
    public PathTrust withRevocation(Revocation how) {
        how.prepare(anchors.all());
        return new PathTrust(limits, anchors, pins, how, clock);
    }

    /** Returns a trust with another clock for the dates of certificates; the default is the clock of the machine. */
    public PathTrust withClock(InstantSource other) {
        return new PathTrust(limits, anchors, pins, revocation, other);
    }

    /**
     * Returns a trust with other limits for the chain of a peer; the defaults are 32 certificates and 128 KiB.
     *
     * @param certificates the most certificates, 1 or more
     * @param bytes the most bytes of all certificates together, 1 or more
     * @throws IllegalArgumentException if a limit is below 1
     */
    public PathTrust withChainLimits(int certificates, int bytes) {
        return new PathTrust(new ChainLimits(certificates, bytes), anchors, pins, revocation, clock);
    }

    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        HostName host;
        try {
            host = HostName.of(name);
        } catch (IllegalArgumentException e) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.CERTIFICATE_UNKNOWN, "no certificate can be for " + e.getMessage(), e);
        }
        check(chain, CertificateRules.Usage.SERVER);
        host.check(chain.get(0));
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        check(chain, CertificateRules.Usage.CLIENT);
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return anchors.subjects();
    }

    @Override
    public boolean mayBlock() {
        return revocation != null && revocation.mayBlock();
    }

    private void check(List<X509Certificate> chain, CertificateRules.Usage usage) {
        limits.check(chain);
        Instant now = clock.instant();
        CertificationPath path = firstValid(anchors.paths(chain), usage, now);
        if (revocation != null) {
            revocation.check(path, now); // For one path only: it may take seconds.
        }
    }

    private CertificationPath firstValid(List<CertificationPath> paths, CertificateRules.Usage usage, Instant now) {
        CertificateRefusedException first = null;
        for (CertificationPath path : paths) {
            try {
                check(path, usage, now);
                return path;
            } catch (CertificateRefusedException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IllegalStateException("no path to check") : first;
    }

    private void check(CertificationPath path, CertificateRules.Usage usage, Instant now) {
        CertificateRules rules = new CertificateRules(usage, now);
        List<X509Certificate> sent = path.sent();
        rules.checkLeaf(sent.isEmpty() ? path.anchor() : sent.get(0), sent.isEmpty());
        sent.stream().skip(1).forEach(rules::checkIntermediate);
        if (!sent.isEmpty()) {
            rules.checkRoot(path.anchor());
            validate(path, now);
        }
        if (pins != null) {
            pins.check(path.all());
        }
    }

    private void validate(CertificationPath path, Instant now) {
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(path.anchor(), null)));
            parameters.setDate(Date.from(now));
            parameters.setRevocationEnabled(false);
            validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(path.sent()), parameters);
        } catch (CertPathValidatorException e) {
            throw PathProblem.of(path, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw PathProblem.unexpected(path.sent().get(0), e);
        }
    }

    /** Returns the number of trusted certificates, for logs. */
    @Override
    public String toString() {
        int count = anchors.count();
        return (count == 1 ? "one trusted certificate" : count + " trusted certificates")
                + (pins == null ? "" : ", keys pinned")
                + (revocation == null ? "" : ", revocation asked");
    }

    /**
     * The limits for the chain of a peer.
     *
     * @param certificates the most certificates
     * @param bytes the most bytes that they have together
     */
    private record ChainLimits(int certificates, int bytes) {
        static final ChainLimits DEFAULT = new ChainLimits(CertifiedKey.MAX_CHAIN_LENGTH, CertifiedKey.MAX_CHAIN_BYTES);

        ChainLimits {
            if (certificates < 1 || bytes < 1) {
                throw new IllegalArgumentException("the limits of a chain must be 1 or more, not " + certificates
                        + " certificates and " + bytes + " bytes");
            }
        }

        void check(List<X509Certificate> chain) {
            if (chain.isEmpty()) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE, "the peer sent no certificate");
            }
            if (chain.size() > certificates) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE,
                        "the peer sent " + chain.size() + " certificates; the limit is " + certificates);
            }
            int total = chain.stream().mapToInt(ChainLimits::encodedBytes).sum();
            if (total > bytes) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE,
                        "the peer sent certificates of " + total + " bytes; the limit is " + bytes);
            }
        }

        private static int encodedBytes(X509Certificate certificate) {
            try {
                return certificate.getEncoded().length;
            } catch (GeneralSecurityException e) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE, "a certificate cannot be encoded", e);
            }
        }
    }

    /** The rules for a single certificate of a path, however the JDK is configured. */
    private static final class CertificateRules {
        private static final int MIN_RSA_BITS = 2048;

        /** A longer key only costs time, and the peer would choose how much of it. */
        private static final int MAX_RSA_BITS = 8192;

        private static final int MIN_EC_BITS = 256;

        private static final int DIGITAL_SIGNATURE = 0;

        private final Usage usage;
        private final Instant now;

        CertificateRules(Usage usage, Instant now) {
            this.usage = usage;
            this.now = now;
        }

        /** Checks the first certificate; its signature only if it is not trusted itself. */
        void checkLeaf(X509Certificate leaf, boolean trustedItself) {
            checkDates(leaf);
            checkKey(leaf);
            if (!trustedItself) {
                checkSignature(leaf);
            }
            checkPurpose(leaf);
            boolean[] keyUsage = leaf.getKeyUsage();
            if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
                throw refused(
                        CertificateRefusedException.UNSUPPORTED_CERTIFICATE,
                        leaf,
                        "may not sign a handshake: its key usage lacks digitalSignature");
            }
        }

        void checkIntermediate(X509Certificate authority) {
            checkDates(authority);
            checkKey(authority);
            checkSignature(authority);
            checkPurpose(authority);
        }

        /** Checks a root, but not its signature, which it has made itself. */
        void checkRoot(X509Certificate root) {
            checkDates(root);
            checkKey(root);
        }

        private void checkDates(X509Certificate certificate) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            if (now.isAfter(until)) {
                throw refused(
                        CertificateRefusedException.CERTIFICATE_EXPIRED,
                        certificate,
                        "expired on " + until + "; it is now " + PrintableText.time(now));
            }
            if (now.isBefore(from)) {
                throw refused(
                        CertificateRefusedException.CERTIFICATE_EXPIRED,
                        certificate,
                        "is not valid before " + from + "; it is now " + PrintableText.time(now));
            }
        }

        private static void checkKey(X509Certificate certificate) {
            PublicKey key = certificate.getPublicKey();
            if (key instanceof RSAKey rsa) {
                int bits = rsa.getModulus().bitLength();
                if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
                    throw weak(
                            certificate,
                            "has an RSA key of " + bits + " bits; wanted " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
                }
                return;
            }
            if (key instanceof ECKey ec) {
                int bits = ec.getParams().getOrder().bitLength();
                if (bits < MIN_EC_BITS) {
                    throw weak(certificate, "has an EC key of " + bits + " bits; wanted " + MIN_EC_BITS + " or more");
                }
                return;
            }
            String kind = key.getAlgorithm();
            if (!kind.startsWith("Ed") && !kind.startsWith("ML-DSA")) {
                throw weak(
                        certificate,
                        "has a key of the kind '" + PrintableText.text(kind) + "'; wanted RSA, EC or EdDSA");
            }
        }

        private static void checkSignature(X509Certificate certificate) {
            if (!SignatureRules.isStrong(certificate.getSigAlgOID(), certificate.getSigAlgParams())) {
                throw weak(
                        certificate,
                        "is signed with " + PrintableText.text(certificate.getSigAlgName()) + "; "
                                + SignatureRules.WANTED);
            }
        }

        private void checkPurpose(X509Certificate certificate) {
            List<String> purposes;
            try {
                purposes = certificate.getExtendedKeyUsage();
            } catch (CertificateParsingException e) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE,
                        PrintableText.certificate(certificate) + " has an unreadable extended key usage",
                        e);
            }
            if (purposes != null && !purposes.contains(usage.oid) && !purposes.contains(Usage.ANY)) {
                throw refused(
                        CertificateRefusedException.UNSUPPORTED_CERTIFICATE,
                        certificate,
                        "is not for " + usage.noun + ": its extended key usage lacks " + usage.oid);
            }
        }

        private static CertificateRefusedException weak(X509Certificate certificate, String problem) {
            return refused(CertificateRefusedException.BAD_CERTIFICATE, certificate, problem);
        }

        private static CertificateRefusedException refused(int alert, X509Certificate certificate, String problem) {
            return new CertificateRefusedException(alert, PrintableText.certificate(certificate) + " " + problem);
        }

        /** The purpose that the certificate of a peer must allow. */
        enum Usage {
            SERVER("1.3.6.1.5.5.7.3.1", "a server"),
            CLIENT("1.3.6.1.5.5.7.3.2", "a client");

            /** Any purpose. */
            static final String ANY = "2.5.29.37.0";

            /** The key purpose of RFC 5280, section 4.2.1.12. */
            private final String oid;
            /** The peer that has such a certificate. */
            private final String noun;

            Usage(String oid, String noun) {
                this.oid = oid;
                this.noun = noun;
            }
        }
    }
}
