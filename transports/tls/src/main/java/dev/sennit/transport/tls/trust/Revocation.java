package dev.sennit.transport.tls.trust;

import dev.sennit.transport.tls.pem.PemFile;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.jspecify.annotations.Nullable;

/**
 * How it is found out whether a certificate has been taken back. Immutable.
 *
 * <p>What cannot be found out counts as revoked, unless {@link #withSoftFail} says otherwise. The certificates of the
 * whole path are asked for, the trusted one excepted.
 */
public final class Revocation {
    private static final String ACCESS_EXTENSION = "1.3.6.1.5.5.7.1.1";

    private final List<X509CRL> lists;
    private final boolean online;
    private final @Nullable URI responder;
    private final boolean soft;
    private final boolean leafOnly;

    private Revocation(List<X509CRL> lists, boolean online, @Nullable URI responder, boolean soft, boolean leafOnly) {
        this.lists = lists;
        this.online = online;
        this.responder = responder;
        this.soft = soft;
        this.leafOnly = leafOnly;
    }

    /**
     * Looks into revocation lists (RFC 5280, section 5) from PEM files. Reads them now, once; blocks. Each authority of a
     * path needs a list that is in force.
     *
     * @throws dev.sennit.transport.tls.pem.PemException if a file is unusable; names it
     */
    public static Revocation lists(Path... files) {
        List<X509CRL> found = new ArrayList<>();
        for (Path file : files) {
            found.addAll(PemFile.read(file).revocationLists());
        }
        return new Revocation(List.copyOf(found), false, null, false, false);
    }

    /**
     * Asks the responder that each certificate names (OCSP, RFC 6960), over HTTP, at every check: a check may block for as
     * long as the responder takes, 15 seconds at most unless the JDK is configured otherwise.
     */
    public static Revocation ocsp() {
        return new Revocation(List.of(), true, null, false, false);
    }

    /** Asks this responder, whatever the certificates say; otherwise as {@link #ocsp()}. */
    public static Revocation ocsp(URI responder) {
        return new Revocation(List.of(), true, responder, false, false);
    }

    /** The same, but believing a certificate when no answer can be had; whoever is in between can see to that. */
    public Revocation withSoftFail() {
        return new Revocation(lists, online, responder, true, leafOnly);
    }

    /** The same, but only for the leaf. */
    public Revocation forLeafOnly() {
        return new Revocation(lists, online, responder, soft, true);
    }

    /** Whether the network is asked. */
    boolean mayBlock() {
        return online;
    }

    /**
     * Returns if nothing of a path is revoked.
     *
     * @param path valid in every other respect
     * @throws CertificateRefused if something is revoked, or nobody can tell
     */
    void check(TrustPath path, Instant now) {
        List<X509Certificate> all = path.all();
        int count = leafOnly ? Math.min(1, path.sent().size()) : path.sent().size();
        for (int i = 0; i < count; i++) {
            check(all.get(i), all.get(i + 1), now);
        }
    }

    /** Each certificate by itself, below its issuer: so one that names no responder does not keep others from being asked for. */
    private void check(X509Certificate certificate, X509Certificate issuer, Instant now) {
        if (online && responder == null && !namesResponder(certificate)) {
            if (soft) {
                return;
            }
            throw new CertificateRefused(
                    CertificateRefused.CERTIFICATE_UNKNOWN,
                    Shown.certificate(certificate) + " may have been revoked: it names no OCSP responder");
        }
        TrustPath step = new TrustPath(List.of(certificate), issuer);
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            validator.validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(step.sent()),
                    parameters(validator, issuer, now));
        } catch (CertPathValidatorException e) {
            throw PathProblem.of(step, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw PathProblem.unexpected(certificate, e);
        }
    }

    private PKIXParameters parameters(CertPathValidator validator, X509Certificate issuer, Instant now)
            throws GeneralSecurityException {
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        Set<Option> options = EnumSet.of(Option.NO_FALLBACK);
        if (!online) {
            options.add(Option.PREFER_CRLS);
        }
        if (soft) {
            options.add(Option.SOFT_FAIL);
        }
        checker.setOptions(options);
        if (responder != null) {
            checker.setOcspResponder(responder);
        }
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
        parameters.setDate(Date.from(now));
        parameters.addCertPathChecker(checker);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        return parameters;
    }

    private static boolean namesResponder(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(ACCESS_EXTENSION);
        if (extension == null) {
            return false;
        }
        try {
            AuthorityInformationAccess access = AuthorityInformationAccess.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            for (AccessDescription description : access.getAccessDescriptions()) {
                if (AccessDescription.id_ad_ocsp.equals(description.getAccessMethod())) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
