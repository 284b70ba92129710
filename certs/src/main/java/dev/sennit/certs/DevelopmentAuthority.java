package dev.sennit.certs;

import dev.sennit.certs.DevelopmentIdentity.Made;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The authority of a directory, {@code ca.pem} and {@code ca.key}: loaded, or made on first use. */
final class DevelopmentAuthority {
    /** The name of its files. */
    static final String NAME = "ca";

    /** How the common names of these authorities begin. */
    private static final String COMMON_NAME = "Sennit development CA";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CertificateDirectory directory;
    private final Clock clock;

    DevelopmentAuthority(CertificateDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    static boolean isOwnName(X500Principal name) {
        return name.getName().startsWith("CN=" + COMMON_NAME);
    }

    Path file() {
        return directory.chainFile(NAME);
    }

    private Path keyFile() {
        return directory.keyFile(NAME);
    }

    /**
     * Loads the authority; empty if one has to be made.
     *
     * @throws IOException if there is one that cannot be used and must not be replaced
     */
    Optional<CertificateAuthority> load() throws IOException {
        if (!bothThere()) {
            return Optional.empty();
        }
        IssuedCertificate identity = directory.read(NAME).orElseThrow();
        X509Certificate certificate = identity.certificate();
        if (certificate.getBasicConstraints() < 0) {
            throw wrong(
                    file(),
                    "is no authority's certificate, so that nobody would believe what it issues: move it and "
                            + keyFile() + " away to have both made");
        }
        return ends(certificate)
                ? Optional.empty()
                : Optional.of(CertificateAuthority.of(identity.chain(), identity.key(), clock));
    }

    /** Loads the authority or makes it, and notes that. */
    CertificateAuthority loadOrMake(List<Made> made) throws IOException {
        Optional<CertificateAuthority> present = load();
        if (present.isPresent()) {
            return present.get();
        }
        String reason = bothThere() ? endOfPresent() : "there was none";
        LocalDate today = Days.of(clock.instant());
        byte[] number = new byte[3];
        RANDOM.nextBytes(number);
        // No two are called alike: programs that meet two authorities of one name try the wrong one.
        String commonName = COMMON_NAME + " " + HexFormat.of().formatHex(number) + " of " + today;
        CertificateAuthority authority = CertificateAuthority.create(CertificateSpec.authority(commonName), clock);
        directory.writeAuthority(NAME, authority.identity());
        made.add(new Made(file(), reason));
        return authority;
    }

    private boolean bothThere() throws IOException {
        boolean certificate = Files.exists(file());
        boolean key = Files.exists(keyFile());
        if (certificate && !key) {
            throw wrong(
                    keyFile(),
                    "is missing, and " + file() + " is of no use without it: put it back, or delete " + file()
                            + " to have both made anew, and trust the new one");
        }
        if (key && !certificate && !CertificateDirectory.mayReplace(keyFile())) {
            throw wrong(
                    file(),
                    "is missing, and " + keyFile()
                            + " was not made by Sennit, so it is not overwritten: put the certificate back, or move"
                            + " the key away");
        }
        return certificate && key;
    }

    /** Says whether it is to be made anew: it is ours and near its end. */
    private boolean ends(X509Certificate certificate) throws IOException {
        Instant now = clock.instant();
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            throw wrong(
                    file(),
                    "is valid from " + begin + " on, but it is " + now
                            + " here: set this machine's clock, or delete it and " + keyFile());
        }
        boolean near = now.plus(DevelopmentCerts.RENEWED_BEFORE).isAfter(end);
        boolean ours = isOwnName(certificate.getSubjectX500Principal()) && CertificateDirectory.mayReplace(keyFile());
        if (!ours && now.isAfter(end)) {
            throw wrong(
                    file(),
                    "ended on " + Days.of(end) + " and was not made by Sennit, so it is not replaced: renew it, or"
                            + " move it and " + keyFile() + " away to have both made");
        }
        return ours && near;
    }

    private String endOfPresent() throws IOException {
        Instant end = Pem.certificatesIn(file()).get(0).getNotAfter().toInstant();
        return "the one before " + (clock.instant().isAfter(end) ? "ended" : "ends") + " on " + Days.of(end);
    }

    private static FileSystemException wrong(Path file, String reason) {
        return new FileSystemException(file.toString(), null, reason);
    }
}
