package dev.sennit.x509.trust;

import dev.sennit.x509.key.CertifiedKey;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
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
            int total = 0;
            for (X509Certificate certificate : chain) {
                total += encoded(certificate);
            }
            if (total > bytes) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE,
                        "the peer sent certificates of " + total + " bytes; the limit is " + bytes);
            }
        }

        private static int encoded(X509Certificate certificate) {
            try {
                return certificate.getEncoded().length;
            } catch (GeneralSecurityException e) {
                throw new CertificateRefusedException(
                        CertificateRefusedException.BAD_CERTIFICATE, "a certificate cannot be encoded", e);
            }
        }
    }
}
