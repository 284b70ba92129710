package dev.sennit.x509.trust;

import dev.sennit.x509.pem.RevocationFile;
import dev.sennit.x509.trust.RevocationList.Origin;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.jspecify.annotations.Nullable;

/**
 * The way to find out whether certificates have been revoked: revocation lists or OCSP. Immutable.
 *
 * <p>A certificate whose state cannot be found out is refused, unless {@link #withSoftFail} is set. All certificates of a path are
 * checked but the trusted one.
 */
public final class Revocation {
    private static final String ACCESS_EXTENSION = "1.3.6.1.5.5.7.1.1";

    private final @Nullable RevocationLists lists;
    private final @Nullable URI responder;
    private final boolean soft;
    private final boolean leafOnly;

    private Revocation(@Nullable RevocationLists lists, @Nullable URI responder, boolean soft, boolean leafOnly) {
        this.lists = lists;
        this.responder = responder;
        this.soft = soft;
        this.leafOnly = leafOnly;
    }

    /**
     * Asks revocation lists as {@link #lists(int, Path...)}, with a limit of 64 MiB for each file.
     *
     * @throws dev.sennit.x509.pem.PemException if a file is unusable; the message names it
     */
    public static Revocation lists(Path... files) {
        return lists(RevocationFile.DEFAULT_MAX_BYTES, files);
    }

    /**
     * Asks revocation lists (RFC 5280, section 5) from files, each with lists in PEM or one list in DER. Reads the files once, now;
     * blocks. A list takes as much memory as its encoding, and 8 to 16 bytes for each entry.
     *
     * <p>Each certificate needs a list in force that its issuer has signed with the key that signed the certificate. Lists of
     * the same issuer and scope (issuing distribution point) are ordered by their numbers: the highest counts. Where a list
     * has no number, a certificate is revoked if any of them names it. Delta lists are applied to the complete list of
     * their scope. Lists that only name some reasons count together. The dates of a list have no
     * tolerance.
     *
     * <p>A certificate is refused, and the message names the list, if the list that counts has expired, is not yet in force, has
     * a bad signature or one with SHA-1 or MD5, is an indirect list, has an unknown critical extension, or is a delta
     * that does not fit the complete list.
     * A list that is not for the certificate does not count, unless its signature is bad. A complete list that cannot be used
     * does not count if a usable one of its scope has a higher number and is not older.
     *
     * @param maxBytes the most bytes that each file may have, at least 1
     * @throws dev.sennit.x509.pem.PemException if a file is unusable; the message names it
     * @throws IllegalArgumentException if maxBytes is not positive
     */
    public static Revocation lists(int maxBytes, Path... files) {
        return new Revocation(RevocationLists.read(maxBytes, List.of(files)), null, false, false);
    }

    /**
     * Asks the responder that each certificate names (OCSP, RFC 6960), over HTTP, at every check: a check may block for as
     * long as the responder takes, 15 seconds at most unless the JDK is configured otherwise. Checks run on the workers of the
     * reactor, see {@link Trust#mayBlock}; a handshake whose check takes longer than its timeout (10
     * seconds by default) fails.
     */
    public static Revocation ocsp() {
        return new Revocation(null, null, false, false);
    }

    /** Asks this responder in place of those that the certificates name; otherwise as {@link #ocsp()}. */
    public static Revocation ocsp(URI responder) {
        return new Revocation(null, responder, false, false);
    }

    /**
     * Returns the same, but a certificate is accepted if its state cannot be found out. An attacker who can block the answers can
     * cause that.
     */
    public Revocation withSoftFail() {
        return new Revocation(lists, responder, true, leafOnly);
    }

    /** Returns the same for the leaf alone. */
    public Revocation forLeafOnly() {
        return new Revocation(lists, responder, soft, true);
    }

    /** Returns whether a check asks the network. */
    boolean mayBlock() {
        return lists == null;
    }

    /** Verifies the lists of these issuers ahead of the first check, since that may take long. */
    void prepare(List<X509Certificate> issuers) {
        if (lists != null) {
            lists.verifyAhead(issuers);
        }
    }

    /**
     * Checks that no certificate of a path is revoked.
     *
     * @param path a path that is valid in every other respect
     * @throws CertificateRefusedException if a certificate is revoked, or its state cannot be found out
     */
    void check(CertificationPath path, Instant now) {
        List<X509Certificate> all = path.all();
        int count = leafOnly ? Math.min(1, path.sent().size()) : path.sent().size();
        for (int i = 0; i < count; i++) {
            if (lists != null) {
                lists.check(all.get(i), all.get(i + 1), now, soft);
            } else {
                askResponder(all.get(i), all.get(i + 1), now);
            }
        }
    }

    /** Each certificate by itself, below its issuer: so one that names no responder does not keep others from being asked for. */
    private void askResponder(X509Certificate certificate, X509Certificate issuer, Instant now) {
        Optional<String> asked = responder == null
                ? responderOf(certificate).map(PrintableText::text)
                : Optional.of(withoutUser(responder));
        if (asked.isEmpty()) {
            if (soft) {
                return;
            }
            throw new CertificateRefusedException(
                    CertificateRefusedException.CERTIFICATE_UNKNOWN,
                    PrintableText.certificate(certificate) + " may have been revoked: it names no OCSP responder");
        }
        CertificationPath step = new CertificationPath(List.of(certificate), issuer);
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            validator.validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(step.sent()),
                    parameters(validator, issuer, now));
        } catch (CertPathValidatorException e) {
            throw e.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS
                    ? unanswered(certificate, asked.get(), e)
                    : PathProblem.of(step, e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw PathProblem.unexpected(certificate, e);
        }
    }

    private PKIXParameters parameters(CertPathValidator validator, X509Certificate issuer, Instant now)
            throws GeneralSecurityException {
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        Set<Option> options = EnumSet.of(Option.NO_FALLBACK);
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
        return parameters;
    }

    private static CertificateRefusedException unanswered(
            X509Certificate certificate, String asked, CertPathValidatorException failure) {
        Throwable cause = failure.getCause();
        String why = cause == null
                ? String.valueOf(failure.getMessage())
                : cause instanceof UnknownHostException ? "unknown host " + cause.getMessage() : cause.getMessage();
        return new CertificateRefusedException(
                CertificateRefusedException.CERTIFICATE_UNKNOWN,
                PrintableText.certificate(certificate) + " may have been revoked: the OCSP responder " + asked
                        + " gave no answer that tells: " + PrintableText.text(String.valueOf(why)),
                failure);
    }

    /** Returns an address without the name and password that it may have. */
    private static String withoutUser(URI address) {
        String user = address.getRawUserInfo();
        return user == null ? address.toString() : address.toString().replace(user + "@", "");
    }

    /** Returns the address of the first responder that a certificate names (RFC 5280, section 4.2.2.1). */
    private static Optional<String> responderOf(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(ACCESS_EXTENSION);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            AuthorityInformationAccess access = AuthorityInformationAccess.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            return Arrays.stream(access.getAccessDescriptions())
                    .filter(description -> AccessDescription.id_ad_ocsp.equals(description.getAccessMethod()))
                    .map(description ->
                            description.getAccessLocation().getName().toString())
                    .findFirst();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Revocation lists, and what they say of certificates (RFC 5280, section 6.3). Safe from any thread. */
    private static final class RevocationLists {
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
        private record Sorted(
                Map<ByteBuffer, List<RevocationList>> scopes, List<String> problems, List<String> others) {}

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
}
