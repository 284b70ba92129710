package dev.sennit.x509.trust;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;

/** Turns what the validator found into a refusal in plain words. */
final class PathProblem {
    private static final String OTHER_KEY =
            "is not signed by the trusted certificate of its issuer's name, which has another key";

    private PathProblem() {}

    static CertificateRefusedException of(CertificationPath path, CertPathValidatorException failure) {
        Object reason = failure.getReason();
        int last = path.sent().size() - 1;
        // The anchor was chosen by its name: only its key can be the wrong one.
        int index = reason == PKIXReason.NO_TRUST_ANCHOR ? last : Math.max(failure.getIndex(), 0);
        X509Certificate certificate = path.sent().get(index);
        boolean byAnchor = index == last;
        String problem = reason instanceof BasicReason basic
                ? problem(basic, failure, byAnchor)
                : reason instanceof PKIXReason pkix ? problem(pkix) : other(failure);
        return new CertificateRefusedException(
                alert(reason, byAnchor), PrintableText.certificate(certificate) + " " + problem, failure);
    }

    /** Returns the refusal for an exception that no validator should throw. */
    static CertificateRefusedException unexpected(X509Certificate certificate, Exception failure) {
        String problem = PrintableText.text(String.valueOf(failure.getMessage()));
        return new CertificateRefusedException(
                CertificateRefusedException.BAD_CERTIFICATE,
                PrintableText.certificate(certificate) + " cannot be validated: " + problem,
                failure);
    }

    private static int alert(Object reason, boolean byAnchor) {
        if (reason instanceof BasicReason basic) {
            return switch (basic) {
                case EXPIRED, NOT_YET_VALID -> CertificateRefusedException.CERTIFICATE_EXPIRED;
                case REVOKED -> CertificateRefusedException.CERTIFICATE_REVOKED;
                case UNDETERMINED_REVOCATION_STATUS, UNSPECIFIED -> CertificateRefusedException.CERTIFICATE_UNKNOWN;
                case INVALID_SIGNATURE ->
                    byAnchor ? CertificateRefusedException.UNKNOWN_CA : CertificateRefusedException.BAD_CERTIFICATE;
                case ALGORITHM_CONSTRAINED -> CertificateRefusedException.BAD_CERTIFICATE;
            };
        }
        if (reason instanceof PKIXReason pkix) {
            return switch (pkix) {
                case NO_TRUST_ANCHOR, NOT_CA_CERT, PATH_TOO_LONG, NAME_CHAINING, INVALID_KEY_USAGE ->
                    CertificateRefusedException.UNKNOWN_CA;
                case UNRECOGNIZED_CRIT_EXT -> CertificateRefusedException.UNSUPPORTED_CERTIFICATE;
                case INVALID_POLICY, INVALID_NAME -> CertificateRefusedException.BAD_CERTIFICATE;
            };
        }
        return CertificateRefusedException.BAD_CERTIFICATE;
    }

    private static String problem(BasicReason reason, CertPathValidatorException failure, boolean byAnchor) {
        return switch (reason) {
            case EXPIRED -> "has expired";
            case NOT_YET_VALID -> "is not yet valid";
            case REVOKED ->
                failure.getCause() instanceof CertificateRevokedException revoked
                        ? "was revoked on " + revoked.getRevocationDate().toInstant() + " ("
                                + revoked.getRevocationReason() + ")"
                        : "was revoked";
            case UNDETERMINED_REVOCATION_STATUS -> "may have been revoked: that cannot be found out, " + other(failure);
            case INVALID_SIGNATURE -> byAnchor ? OTHER_KEY : "has a signature that does not verify";
            case ALGORITHM_CONSTRAINED ->
                "uses what this JDK is configured to refuse (jdk.certpath.disabledAlgorithms): " + other(failure);
            case UNSPECIFIED -> "cannot be validated: " + other(failure);
        };
    }

    private static String problem(PKIXReason reason) {
        return switch (reason) {
            case NO_TRUST_ANCHOR -> OTHER_KEY;
            case NAME_CHAINING -> "has an unknown issuer";
            case NOT_CA_CERT -> "has issued the one before it and is no authority (basic constraints)";
            case PATH_TOO_LONG -> "has more authorities below it than it permits (path length)";
            case INVALID_KEY_USAGE -> "has issued the one before it and may not (key usage)";
            case UNRECOGNIZED_CRIT_EXT -> "has a critical extension that is not known here";
            case INVALID_POLICY -> "has policies that do not fit those above it";
            case INVALID_NAME -> "has a name that an authority above it may not give (name constraints)";
        };
    }

    private static String other(CertPathValidatorException failure) {
        return PrintableText.text(String.valueOf(failure.getMessage()));
    }
}
