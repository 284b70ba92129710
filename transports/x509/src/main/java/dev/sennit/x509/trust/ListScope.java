package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
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
}
