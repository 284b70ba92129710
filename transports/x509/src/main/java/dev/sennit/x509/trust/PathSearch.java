package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes from a leaf to its issuers by name, through certificates that arrive in any order with strangers among them, until
 * it stands before an anchor. Signatures are for the validator.
 */
final class PathSearch {
    private static final int STEPS_PER_PATH = 32;

    private final Anchors anchors;
    private final Set<X509Certificate> sent;
    private final List<TrustPath> found = new ArrayList<>();
    private List<X509Certificate> longest = List.of();
    private int stepsLeft = Anchors.MAX_PATHS * STEPS_PER_PATH;

    PathSearch(Anchors anchors, List<X509Certificate> sent) {
        this.anchors = anchors;
        this.sent = new LinkedHashSet<>(sent);
    }

    List<TrustPath> run() {
        X509Certificate leaf = sent.iterator().next();
        if (anchors.contains(leaf)) {
            return List.of(new TrustPath(List.of(), leaf));
        }
        extend(List.of(leaf));
        return found;
    }

    private void extend(List<X509Certificate> path) {
        X509Certificate last = path.get(path.size() - 1);
        if (path.size() > longest.size()) {
            longest = path;
        }
        for (X509Certificate anchor : anchors.named(last.getIssuerX500Principal())) {
            if (found.size() < Anchors.MAX_PATHS) {
                found.add(new TrustPath(path, anchor));
            }
        }
        for (X509Certificate issuer : sent) {
            boolean next = issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal())
                    && !path.contains(issuer)
                    && !anchors.contains(issuer);
            if (next && stepsLeft-- > 0) {
                List<X509Certificate> longer = new ArrayList<>(path);
                longer.add(issuer);
                extend(List.copyOf(longer));
            }
        }
    }

    /** After a run that found nothing. */
    CertificateRefusedException unknownIssuer() {
        X509Certificate last = longest.get(longest.size() - 1);
        boolean selfSigned = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        String problem = selfSigned
                ? " is self-signed and not among those trusted"
                : " has an unknown issuer, " + Shown.name(last.getIssuerX500Principal());
        return new CertificateRefusedException(
                CertificateRefusedException.UNKNOWN_CA, Shown.certificate(last) + problem);
    }
}
