package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** The certificates that we trust, and the ways to them. */
final class Anchors {
    /** Certificates of one name that issue each other make many ways; nobody needs more. */
    static final int MAX_PATHS = 16;

    private final Set<X509Certificate> all;
    private final Map<X500Principal, List<X509Certificate>> bySubject;

    Anchors(List<X509Certificate> certificates) {
        all = new LinkedHashSet<>(certificates);
        bySubject = all.stream()
                .collect(Collectors.groupingBy(
                        X509Certificate::getSubjectX500Principal, LinkedHashMap::new, Collectors.toList()));
    }

    int count() {
        return all.size();
    }

    List<X509Certificate> all() {
        return List.copyOf(all);
    }

    List<X500Principal> subjects() {
        return List.copyOf(bySubject.keySet());
    }

    /**
     * Answers ways from the first certificate to an anchor, found by name alone; {@value #MAX_PATHS} at most.
     *
     * @throws CertificateRefusedException if there is none; names the issuer that is unknown
     */
    List<TrustPath> paths(List<X509Certificate> sent) {
        PathSearch search = new PathSearch(this, sent);
        List<TrustPath> found = search.run();
        if (found.isEmpty()) {
            throw search.unknownIssuer();
        }
        return found;
    }

    boolean contains(X509Certificate certificate) {
        return all.contains(certificate);
    }

    List<X509Certificate> named(X500Principal subject) {
        return bySubject.getOrDefault(subject, List.of());
    }
}
