package dev.sennit.x509.trust;

import java.math.BigInteger;
import java.security.cert.CRLReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of an issuer that a revocation list is for, by its issuing distribution point (RFC 5280, sections
 * 5.2.5 and 6.3.3 (b)). Reasons are bits of {@link ReasonFlags}.
 */
final class ListScope {
    /** All reasons for which a list may name a certificate. */
    static final int ALL_REASONS = ReasonFlags.keyCompromise
            | ReasonFlags.cACompromise
            | ReasonFlags.affiliationChanged
            | ReasonFlags.superseded
            | ReasonFlags.cessationOfOperation
            | ReasonFlags.certificateHold
            | ReasonFlags.privilegeWithdrawn
            | ReasonFlags.aACompromise;

    private static final String DISTRIBUTION_POINTS = "2.5.29.31";

    private final @Nullable IssuingDistributionPoint point;
    private final List<GeneralName> names;

    private ListScope(@Nullable IssuingDistributionPoint point) {
        this.point = point;
        this.names = point == null ? List.of() : names(point.getDistributionPoint());
    }

    /**
     * Reads it.
     *
     * @param extension the value of the extension, if the list has one
     * @throws IllegalArgumentException if it is damaged
     */
    static ListScope of(Optional<byte[]> extension) {
        return new ListScope(
                extension.map(IssuingDistributionPoint::getInstance).orElse(null));
    }

    /** Returns what keeps the list from being used, if anything does. */
    Optional<String> unsupported() {
        if (point == null) {
            return Optional.empty();
        }
        if (point.isIndirectCRL()) {
            return Optional.of("is an indirect list, for certificates of other issuers too, which is not supported");
        }
        boolean relative = point.getDistributionPoint() != null && names.isEmpty();
        return relative
                ? Optional.of("names its distribution point relative to the issuer, which is not supported")
                : Optional.empty();
    }

    /** Returns the reasons for which the list would name this certificate; 0 if the list is not for it. */
    int reasonsFor(X509Certificate certificate) {
        if (point == null) {
            return ALL_REASONS;
        }
        boolean authority = certificate.getBasicConstraints() >= 0;
        boolean otherKind = authority ? point.onlyContainsUserCerts() : point.onlyContainsCACerts();
        if (otherKind || point.onlyContainsAttributeCerts()) {
            return 0;
        }
        int own = reasons(point.getOnlySomeReasons());
        return names.isEmpty() || names.contains(issuerOf(certificate)) ? own : own & reasonsAtPointsOf(certificate);
    }

    /** Returns the reasons that the distribution points of the certificate have which the list is for. */
    private int reasonsAtPointsOf(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(DISTRIBUTION_POINTS);
        if (extension == null) {
            return 0;
        }
        try {
            CRLDistPoint points = CRLDistPoint.getInstance(
                    ASN1OctetString.getInstance(extension).getOctets());
            return Arrays.stream(points.getDistributionPoints())
                    .filter(this::isAt)
                    .map(point -> reasons(point.getReasons()))
                    .reduce(0, (some, more) -> some | more);
        } catch (RuntimeException e) {
            return 0; // Points that cannot be read are those of no list.
        }
    }

    /** A point with an issuer of its own is for indirect lists. */
    private boolean isAt(DistributionPoint other) {
        return other.getCRLIssuer() == null
                && names(other.getDistributionPoint()).stream().anyMatch(names::contains);
    }

    private static GeneralName issuerOf(X509Certificate certificate) {
        return new GeneralName(
                X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()));
    }

    private static List<GeneralName> names(@Nullable DistributionPointName name) {
        return name == null || name.getType() != DistributionPointName.FULL_NAME
                ? List.of()
                : List.of(GeneralNames.getInstance(name.getName()).getNames());
    }

    private static int reasons(@Nullable ReasonFlags flags) {
        return flags == null ? ALL_REASONS : flags.intValue() & ALL_REASONS;
    }

    /** Returns the certificates that the list is for, as the end of a sentence. */
    String text() {
        List<String> parts = new ArrayList<>();
        if (point != null) {
            if (point.onlyContainsUserCerts()) {
                parts.add("certificates that are no authorities'");
            }
            if (point.onlyContainsCACerts()) {
                parts.add("certificates of authorities");
            }
            if (point.onlyContainsAttributeCerts()) {
                parts.add("attribute certificates");
            }
            if (!names.isEmpty()) {
                List<String> shown =
                        names.stream().map(name -> name.getName().toString()).toList();
                parts.add("the distribution point " + PrintableText.names(shown));
            }
            if (point.getOnlySomeReasons() != null) {
                parts.add("some reasons of revocation");
            }
        }
        return parts.isEmpty() ? "all certificates" : "only " + String.join(", ", parts);
    }

    /**
     * The revocation lists of one issuer, key and scope, complete ones and deltas, and what they say of a certificate.
     *
     * <p>A complete list of a higher number that is not older takes the place of another. Where that does not tell which of two
     * lists is the newer, since one has no number, both count. Deltas change the newest complete list in the order of their
     * numbers (RFC 5280, section 5.2.4). The last list that counts must be in force.
     */
    static final class Lists {
        private final X509Certificate certificate;
        private final Instant now;
        private final List<String> problems = new ArrayList<>();
        private RevokedEntries.@Nullable Entry entry;

        private Lists(X509Certificate certificate, Instant now) {
            this.certificate = certificate;
            this.now = now;
        }

        /**
         * The answer.
         *
         * @param revoked the entry of the certificate, if one of the lists that count has it
         * @param problems why the lists cannot tell; empty if they can
         */
        record Answer(Optional<RevokedEntries.Entry> revoked, List<String> problems) {}

        /** Asks lists that are usable and whose scope has the certificate in it. */
        static Answer ask(List<RevocationList> lists, X509Certificate certificate, Instant now) {
            Lists asked = new Lists(certificate, now);
            asked.run(lists);
            return new Answer(Optional.ofNullable(asked.entry), List.copyOf(asked.problems));
        }

        private void run(List<RevocationList> lists) {
            List<RevocationList> begun =
                    lists.stream().filter(list -> !now.isBefore(list.since())).toList();
            List<RevocationList> current = current(begun);
            if (current.isEmpty()) {
                for (RevocationList list : lists) {
                    problems.add(list.sentence(
                            list.isDelta() && !now.isBefore(list.since())
                                    ? "has no complete list that it can be applied to"
                                    : list.notInForce(now).orElse("is of no use")));
                    note(list.find(certificate).filter(found -> begun.contains(list)));
                }
                return;
            }
            current.forEach(list -> note(list.find(certificate)));
            RevocationList newest = newest(current);
            RevocationList last = applyDeltas(begun, newest, number(current));
            last.notInForce(now).ifPresent(problem -> problems.add(last.sentence(problem)));
        }

        /** Returns the complete lists in whose place no newer one has come. */
        private static List<RevocationList> current(List<RevocationList> begun) {
            List<RevocationList> complete =
                    begun.stream().filter(list -> !list.isDelta()).toList();
            return complete.stream()
                    .filter(list -> complete.stream().noneMatch(other -> replaces(other, list)))
                    .toList();
        }

        /** Returns whether a complete list takes the place of another complete list of its scope. */
        static boolean replaces(RevocationList newer, RevocationList older) {
            boolean numbered = newer.number().isPresent() && older.number().isPresent();
            return numbered
                    && newer.number().get().compareTo(older.number().get()) > 0
                    && !newer.since().isBefore(older.since());
        }

        private static RevocationList newest(List<RevocationList> lists) {
            return lists.stream()
                    .max(Comparator.comparing(RevocationList::since))
                    .orElseThrow();
        }

        /** Returns the number of these complete lists together; empty if one has none. */
        private static Optional<BigInteger> number(List<RevocationList> current) {
            boolean all = current.stream().allMatch(list -> list.number().isPresent());
            return all
                    ? current.stream().map(list -> list.number().orElseThrow()).min(Comparator.naturalOrder())
                    : Optional.empty();
        }

        /** Returns the last list that was applied, the complete one at least. */
        private RevocationList applyDeltas(
                List<RevocationList> begun, RevocationList complete, Optional<BigInteger> start) {
            List<RevocationList> deltas = begun.stream()
                    .filter(RevocationList::isDelta)
                    .sorted(Comparator.comparing(list -> list.number().orElseThrow()))
                    .toList();
            RevocationList last = complete;
            Optional<BigInteger> reached = start;
            for (RevocationList delta : deltas) {
                BigInteger number = delta.number().orElseThrow();
                BigInteger base = delta.extensions().base().orElseThrow();
                if (reached.isPresent()
                        && number.compareTo(reached.get()) <= 0
                        && !delta.since().isAfter(last.since())) {
                    continue; // The list that it would be applied to is as new.
                }
                if (reached.isPresent() && base.compareTo(reached.get()) <= 0 && number.compareTo(reached.get()) > 0) {
                    apply(delta.find(certificate));
                    reached = delta.number();
                    last = delta;
                } else {
                    problems.add(delta.sentence("cannot be applied: it is for a complete list of number " + base
                            + " or higher, and " + last.place() + " "
                            + reached.map(found -> "has number " + found).orElse("has no number")));
                    note(delta.find(certificate));
                }
            }
            return last;
        }

        /** Takes a revocation. A removal means nothing here: it is for deltas that are applied (section 5.3.1). */
        private void note(Optional<RevokedEntries.Entry> found) {
            found.filter(next -> !isRemoval(next)).ifPresent(next -> entry = next);
        }

        /** Takes what a delta says that is applied. */
        private void apply(Optional<RevokedEntries.Entry> found) {
            found.ifPresent(next -> entry = isRemoval(next) ? null : next);
        }

        /** The certificate was on hold and is no more (section 5.3.1). */
        private static boolean isRemoval(RevokedEntries.Entry found) {
            return found.reason() == CRLReason.REMOVE_FROM_CRL;
        }
    }
}
