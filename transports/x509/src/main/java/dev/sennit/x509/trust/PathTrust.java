package dev.sennit.x509.trust;

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
 * Believes those for whom a trusted certificate vouches, through a path that the platform's PKIX validates (RFC 5280,
 * section 6), or whose leaf is itself trusted. Made by {@link Trust}. Immutable.
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
            throw new IllegalArgumentException("no trusted certificate is given, and nobody would be believed");
        }
        return new PathTrust(ChainLimits.DEFAULT, new Anchors(certificates), null, null, InstantSource.system());
    }

    static PathTrust platform() {
        if (PlatformCertificates.ALL.isEmpty()) {
            throw new IllegalStateException("this JDK trusts no authority: " + PlatformCertificates.PROBLEM);
        }
        return of(PlatformCertificates.ALL);
    }

    /** The same, but wanting to see one of these keys in the validated path, the trusted certificate included. */
    @Override
    public PathTrust withPins(String... wanted) {
        return new PathTrust(limits, anchors, Pins.of(wanted), revocation, clock);
    }

    /**
     * The same, but asking whether certificates have been revoked. Verifies the lists that the trusted certificates have
     * signed, which takes time in proportion to the lists.
     */
    public PathTrust withRevocation(Revocation how) {
        how.prepare(anchors.all());
        return new PathTrust(limits, anchors, pins, how, clock);
    }

    /** The same, with another idea of what time it is; the default is the clock of the machine. */
    public PathTrust withClock(InstantSource other) {
        return new PathTrust(limits, anchors, pins, revocation, other);
    }

    /**
     * The same, with other limits for what a peer sends; the default is 32 certificates and 128 KiB.
     *
     * @param certificates the most certificates, 1 or more
     * @param bytes the most bytes that they have together, 1 or more
     * @throws IllegalArgumentException if one is below 1
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
        check(chain, Usage.SERVER);
        host.check(chain.get(0));
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        check(chain, Usage.CLIENT);
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return anchors.subjects();
    }

    @Override
    public boolean mayBlock() {
        return revocation != null && revocation.mayBlock();
    }

    private void check(List<X509Certificate> chain, Usage usage) {
        limits.check(chain);
        Instant now = clock.instant();
        TrustPath path = firstValid(anchors.paths(chain), usage, now);
        if (revocation != null) {
            revocation.check(path, now); // For one path only: it may take seconds.
        }
    }

    private TrustPath firstValid(List<TrustPath> paths, Usage usage, Instant now) {
        CertificateRefusedException first = null;
        for (TrustPath path : paths) {
            try {
                check(path, usage, now);
                return path;
            } catch (CertificateRefusedException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IllegalStateException("no path to check") : first;
    }

    private void check(TrustPath path, Usage usage, Instant now) {
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

    private void validate(TrustPath path, Instant now) {
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

    /** How many certificates are trusted, for logs. */
    @Override
    public String toString() {
        int count = anchors.count();
        return (count == 1 ? "one trusted certificate" : count + " trusted certificates")
                + (pins == null ? "" : ", keys pinned")
                + (revocation == null ? "" : ", revocation asked");
    }
}
