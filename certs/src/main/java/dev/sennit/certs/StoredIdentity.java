package dev.sennit.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;

/**
 * What a directory has under a name, and whether it will do.
 *
 * @param chainFile where it is
 * @param issued what was read; empty if it is not there or damaged
 * @param ours whether it may be replaced: it is absent or was made here
 * @param damage what is wrong with the files; empty if they could be read or are absent
 */
record StoredIdentity(Path chainFile, Optional<IssuedCertificate> issued, boolean ours, Optional<String> damage) {
    private static final String BEFORE = "the one before ";

    /** Reads the files; those that were not made here must be readable. */
    static StoredIdentity read(CertificateDirectory directory, String name) throws IOException {
        Path chain = directory.chainFile(name);
        boolean ours =
                CertificateDirectory.mayReplace(chain) && CertificateDirectory.mayReplace(directory.keyFile(name));
        try {
            return new StoredIdentity(chain, directory.read(name), ours, Optional.empty());
        } catch (FileSystemException e) {
            if (!ours) {
                throw e;
            }
            return new StoredIdentity(chain, Optional.empty(), true, Optional.of("was damaged"));
        }
    }

    /** Says why it is to be issued anew, as {@link DevelopmentIdentity.Made} tells it; empty if it will do. */
    Optional<String> unfit(CertificateSpec spec, CertificateAuthority authority, Instant now) {
        if (issued.isEmpty()) {
            return Optional.of(damage.map(BEFORE::concat).orElse("there was none"));
        }
        X509Certificate certificate = issued.get().certificate();
        return ageOrNames(certificate, spec, now)
                .or(() -> otherwise(certificate, spec, authority))
                .map(BEFORE::concat);
    }

    /** Refuses what was put here by hand and will not do: it must not be replaced. */
    void requireFit(CertificateSpec spec, Instant now) throws FileSystemException {
        Optional<String> reason = issued.flatMap(present -> ageOrNames(present.certificate(), spec, now));
        if (reason.isPresent()) {
            throw CertificateDirectory.failure(
                    chainFile,
                    reason.get() + ", and was not made by Sennit, so it is not replaced: renew it, or move it and its"
                            + " key away to have both made");
        }
    }

    /**
     * Refuses to replace what is for somebody else, and is here only since both names make the same name of a file. It is for
     * the same one if that has the first of its names, or else the very same subject.
     */
    void requireSameHolder(CertificateSpec spec) throws FileSystemException {
        if (issued.isEmpty() || isHolder(spec, issued.get().certificate())) {
            return;
        }
        X509Certificate certificate = issued.get().certificate();
        throw CertificateDirectory.failure(
                chainFile,
                "is there already, and is for " + Printable.of(CertificateSummary.subject(certificate)) + ", not "
                        + Printable.of(spec.commonName)
                        + ", so it is not replaced: move it and its key away, or choose another directory");
    }

    private static boolean isHolder(CertificateSpec spec, X509Certificate certificate) {
        byte[] subject = certificate.getSubjectX500Principal().getEncoded();
        boolean namedFirst = !spec.names.isEmpty()
                && spec.names.get(0).toString().equals(spec.commonName)
                && ListedName.of(certificate).contains(ListedName.of(spec.names.get(0)));
        return namedFirst || Arrays.equals(subject, encoded(spec.commonName));
    }

    private static byte[] encoded(String commonName) {
        try {
            return CertificateWriter.subject(commonName).getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Optional<String> ageOrNames(X509Certificate certificate, CertificateSpec spec, Instant now) {
        Optional<String> age = age(certificate, now);
        if (age.isPresent()) {
            return age;
        }
        List<ListedName> names = ListedName.of(certificate);
        List<String> lacking = spec.listed().stream()
                .filter(name -> !names.contains(ListedName.of(name)))
                .map(SubjectName::toString)
                .toList();
        return lacking.isEmpty() ? Optional.empty() : Optional.of("is not for " + String.join(", ", lacking));
    }

    private Optional<String> age(X509Certificate certificate, Instant now) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            return Optional.of("begins on " + Days.of(begin));
        }
        if (now.isAfter(end)) {
            return Optional.of("ended on " + Days.of(end));
        }
        if (ours && now.plus(margin(begin, end)).isAfter(end)) {
            return Optional.of("ends on " + Days.of(end));
        }
        return Optional.empty();
    }

    /** A certificate for a few days is renewed in the last third of them. */
    private static Duration margin(Instant begin, Instant end) {
        Duration third = Duration.between(begin, end).dividedBy(3);
        return third.compareTo(DevelopmentCerts.RENEWED_BEFORE) < 0 ? third : DevelopmentCerts.RENEWED_BEFORE;
    }

    private static Optional<String> otherwise(
            X509Certificate certificate, CertificateSpec spec, CertificateAuthority authority) {
        if (!issuedBy(authority, certificate)) {
            return Optional.of("was issued by another authority");
        }
        if (!spec.key.isOf(certificate.getPublicKey())) {
            return Optional.of("has another kind of key");
        }
        if (!purposes(certificate)
                .containsAll(spec.purposes.stream().map(Purpose::oid).toList())) {
            return Optional.of("is for other purposes");
        }
        return Optional.empty();
    }

    private static boolean issuedBy(CertificateAuthority authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
