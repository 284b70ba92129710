package dev.sennit.x509.trust;

import dev.sennit.x509.pem.RevocationFile;
import dev.sennit.x509.trust.RevocationList.Origin;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** Revocation lists, and what they say of certificates (RFC 5280, section 6.3). Safe from any thread. */
final class RevocationLists {
    private static final int MAX_SHOWN = 5;

    private final Map<X500Principal, List<RevocationList>> byIssuer;

    private RevocationLists(Map<X500Principal, List<RevocationList>> byIssuer) {
        this.byIssuer = byIssuer;
    }

    /**
     * Reads the lists of files; blocks.
     *
     * @throws dev.sennit.x509.pem.PemException if a file is unusable; names it
     */
    static RevocationLists read(int maxBytes, List<Path> files) {
        return new RevocationLists(files.stream()
                .flatMap(file -> RevocationFile.read(file, maxBytes).stream())
                .map(RevocationList::parse)
                .collect(Collectors.groupingBy(
                        RevocationList::issuer, LinkedHashMap::new, Collectors.toUnmodifiableList())));
    }

    /** Verifies the lists that these certificates have signed ahead of the first check: a large list takes its time. */
    void verifyAhead(List<X509Certificate> issuers) {
        for (X509Certificate issuer : issuers) {
            of(issuer).forEach(list -> list.origin(issuer));
        }
    }

    private List<RevocationList> of(X509Certificate issuer) {
        return byIssuer.getOrDefault(issuer.getSubjectX500Principal(), List.of());
    }

    /**
     * Returns if the lists say that a certificate is not revoked.
     *
     * @param issuer its issuer, of the same validated path
     * @param soft whether the lists may also say nothing
     * @throws CertificateRefusedException if they say that it is, or say nothing
     */
    void check(X509Certificate certificate, X509Certificate issuer, Instant now, boolean soft) {
        Sorted sorted = sorted(certificate, issuer, now);
        int reasons = 0;
        for (List<RevocationList> scope : sorted.scopes().values()) {
            ListScope.Lists.Answer answer = ListScope.Lists.ask(scope, certificate, now);
            if (answer.revoked().isPresent()) {
                throw revoked(certificate, answer.revoked().get());
            }
            sorted.problems().addAll(answer.problems());
            reasons |= answer.problems().isEmpty() ? scope.get(0).scope().reasonsFor(certificate) : 0;
        }
        boolean answered = sorted.problems().isEmpty() && reasons == ListScope.ALL_REASONS;
        if (!answered && !soft) {
            throw unknown(certificate, sorted);
        }
    }

    /**
     * The lists that bear the name of an issuer.
     *
     * @param scopes those that are for the certificate, by the encoding of their scope
     * @param problems of those that should be used and cannot be
     * @param others about those that are of no concern
     */
    private record Sorted(Map<ByteBuffer, List<RevocationList>> scopes, List<String> problems, List<String> others) {}

    private Sorted sorted(X509Certificate certificate, X509Certificate issuer, Instant now) {
        Sorted sorted = new Sorted(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        List<RevocationList> unusable = new ArrayList<>();
        for (RevocationList list : of(issuer)) {
            Origin origin = list.origin(issuer);
            if (origin == Origin.OTHER_KEY) {
                sorted.others().add(list.sentence("is not signed with the key of this certificate's issuer"));
            } else if (origin == Origin.BAD_SIGNATURE) {
                sorted.problems().add(list.sentence("has a signature that does not verify"));
            } else if (list.scope().reasonsFor(certificate) == 0) {
                sorted.others().add(list.sentence("is for " + list.scope().text()));
            } else if (list.unusable(issuer).isPresent()) {
                unusable.add(list);
            } else {
                sorted.scopes()
                        .computeIfAbsent(scopeOf(list), scope -> new ArrayList<>())
                        .add(list);
            }
        }
        for (RevocationList list : unusable) {
            boolean replaced = isReplaced(list, sorted.scopes().getOrDefault(scopeOf(list), List.of()), now);
            (replaced ? sorted.others() : sorted.problems())
                    .add(list.sentence(list.unusable(issuer).orElseThrow()));
        }
        return sorted;
    }

    private static ByteBuffer scopeOf(RevocationList list) {
        return ByteBuffer.wrap(list.extensions().scope().orElse(new byte[0]));
    }

    /** Returns whether a complete list that has begun takes the place of this one, which is then of no concern. */
    private static boolean isReplaced(RevocationList list, List<RevocationList> usable, Instant now) {
        return !list.isDelta()
                && usable.stream()
                        .filter(other -> !other.isDelta() && !now.isBefore(other.since()))
                        .anyMatch(other -> ListScope.Lists.replaces(other, list));
    }

    private static CertificateRefusedException revoked(X509Certificate certificate, RevokedEntries.Entry entry) {
        return new CertificateRefusedException(
                CertificateRefusedException.CERTIFICATE_REVOKED,
                PrintableText.certificate(certificate) + " was revoked on " + entry.date() + " (" + entry.reason()
                        + ")");
    }

    private CertificateRefusedException unknown(X509Certificate certificate, Sorted sorted) {
        List<String> why = new ArrayList<>(sorted.problems());
        if (why.isEmpty() && !sorted.scopes().isEmpty()) {
            sorted.scopes()
                    .values()
                    .forEach(lists -> why.add(lists.get(0)
                            .sentence("is for " + lists.get(0).scope().text())));
        }
        if (why.isEmpty()) {
            why.addAll(sorted.others());
        }
        if (why.isEmpty()) {
            why.add("there is no revocation list of its issuer, "
                    + PrintableText.name(certificate.getIssuerX500Principal()) + "; there is " + present());
        }
        return new CertificateRefusedException(
                CertificateRefusedException.CERTIFICATE_UNKNOWN,
                PrintableText.certificate(certificate) + " may have been revoked: " + firstOf(why));
    }

    private String present() {
        return firstOf(byIssuer.values().stream()
                .flatMap(List::stream)
                .map(list -> list.sentence("").strip()
                        + list.unsupported()
                                .map(problem -> ", which " + problem)
                                .orElse(""))
                .toList());
    }

    private static String firstOf(List<String> sentences) {
        String first = sentences.stream().limit(MAX_SHOWN).collect(Collectors.joining("; "));
        return sentences.size() > MAX_SHOWN ? first + "; and " + (sentences.size() - MAX_SHOWN) + " more" : first;
    }
}
