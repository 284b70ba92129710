package dev.sennit.certs;

import dev.sennit.certs.DevelopmentIdentity.Made;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;

/**
 * Certificates for development in a directory, made when they are missing.
 *
 * <p>The first use makes an authority, {@code ca.pem} and {@code ca.key}, which issues each certificate, such as
 * {@code localhost.pem} and {@code localhost.key}. A certificate is used again while it is valid for more than
 * {@link #RENEWED_BEFORE} and has the names that are asked for; otherwise it is issued anew. Files of others in the directory are
 * used while they are valid, and never overwritten.
 *
 * <p>Many threads and processes may do this at once: they wait for each other. All methods block on the disk, and making a key may
 * take a second: they must not be called on an event loop. A person who can read {@code ca.key} can pose as any site to clients
 * that trust {@code ca.pem}: this is for development only.
 */
public final class DevelopmentCerts {
    /** The default directory: {@code certs} in the working directory. */
    public static final Path DEFAULT_DIRECTORY = Path.of("certs");

    /** A certificate with less time left is issued anew. */
    public static final Duration RENEWED_BEFORE = Duration.ofDays(7);

    private final CertificateDirectory directory;
    private final DevelopmentAuthority authorities;
    private final Clock clock;
    private final Supplier<Optional<String>> machineName;

    DevelopmentCerts(Path directory, Clock clock, Supplier<Optional<String>> machineName) {
        this.directory = CertificateDirectory.of(directory);
        this.authorities = new DevelopmentAuthority(this.directory, clock);
        this.clock = clock;
        this.machineName = machineName;
    }

    /** Returns the certificates of a directory, which need not exist. Nothing is read or made yet. */
    public static DevelopmentCerts in(Path directory) {
        return in(directory, Clock.systemUTC());
    }

    /** Returns the certificates of a directory; the clock decides which are still valid, and dates new ones. */
    public static DevelopmentCerts in(Path directory, Clock clock) {
        return new DevelopmentCerts(directory, clock, MachineName::find);
    }

    /**
     * Returns the certificate of this machine, {@code localhost.pem}, for server and client: {@code localhost}, the name of
     * the machine, {@code 127.0.0.1} and {@code ::1}.
     *
     * @throws IOException if files cannot be read or written; the message names the file and what to do
     */
    public DevelopmentIdentity identity() throws IOException {
        List<SubjectName> names = new ArrayList<>();
        names.add(SubjectName.of("localhost"));
        machineName.get().filter(name -> !name.equals("localhost")).ifPresent(name -> names.add(SubjectName.of(name)));
        names.add(SubjectName.of("127.0.0.1"));
        names.add(SubjectName.of("::1"));
        return identity("localhost", CertificateSpec.leaf(names));
    }

    /**
     * Returns the certificate of that name. It is issued as the description says if it does not exist, is about to expire, or lacks
     * one of the names, the purposes, or the kind of key.
     *
     * @param name the name of its files, without their endings; not {@code ca}
     * @throws IOException if files cannot be read or written; the message names the file and what to do
     */
    public DevelopmentIdentity identity(String name, CertificateSpec spec) throws IOException {
        requireOrdinary(name);
        Optional<DevelopmentIdentity> present = present(name, spec);
        if (present.isPresent()) {
            return present.get();
        }
        return directory.whileLocked(() -> {
            // Another thread or process may have made it meanwhile.
            Optional<DevelopmentIdentity> meanwhile = present(name, spec);
            return meanwhile.isPresent() ? meanwhile.get() : issue(name, spec);
        });
    }

    /**
     * Issues a certificate anew, even if one of that name exists. Fails if the files were not made here, or belong to another
     * holder: their certificate has neither the first name of the description nor its common name.
     *
     * @param name the name of its files, without their endings; not {@code ca}
     * @throws IOException if files cannot be read or written; the message names the file and what to do
     */
    public DevelopmentIdentity create(String name, CertificateSpec spec) throws IOException {
        requireOrdinary(name);
        return directory.whileLocked(() -> {
            directory.refuseForeign(name);
            StoredIdentity.read(directory, name).requireSameHolder(spec);
            List<Made> made = new ArrayList<>();
            CertificateAuthority authority = authorities.loadOrMake(made);
            return issue(name, spec, authority, "asked for", made);
        });
    }

    /** Returns the file of the authority's certificate, which may not exist yet. */
    public Path authorityFile() {
        return authorities.file();
    }

    /** Returns how to have programs and systems trust the authority, with commands that name its file. */
    public String trustHelp() {
        try (InputStream help = DevelopmentCerts.class.getResourceAsStream("trust-help.txt")) {
            if (help == null) {
                throw new IllegalStateException("trust-help.txt is missing beside " + DevelopmentCerts.class.getName());
            }
            String text = new String(help.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("@FILE@", quoted(authorityFile().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String file) {
        return file.matches("[A-Za-z0-9_./:\\\\-]+") ? file : "'" + file.replace("'", "'\\''") + "'";
    }

    /** Returns whether an authority for development has this name, of whatever machine; the name proves nothing. */
    public static boolean isAuthorityName(X500Principal name) {
        return DevelopmentAuthority.isOwnName(name);
    }

    private Optional<DevelopmentIdentity> present(String name, CertificateSpec spec) throws IOException {
        StoredIdentity stored = StoredIdentity.read(directory, name);
        Instant now = clock.instant();
        if (!stored.ours()) {
            stored.requireFit(spec, now);
            return stored.issued().map(issued -> describe(name, issued, List.of()));
        }
        Optional<CertificateAuthority> authority = authorities.load();
        boolean fit = authority.isPresent()
                && stored.unfit(spec, authority.get(), now).isEmpty();
        return fit ? stored.issued().map(issued -> describe(name, issued, List.of())) : Optional.empty();
    }

    private DevelopmentIdentity issue(String name, CertificateSpec spec) throws IOException {
        List<Made> made = new ArrayList<>();
        CertificateAuthority authority = authorities.loadOrMake(made);
        Optional<String> reason = StoredIdentity.read(directory, name).unfit(spec, authority, clock.instant());
        return issue(name, spec, authority, reason.orElse("asked for"), made);
    }

    private DevelopmentIdentity issue(
            String name, CertificateSpec spec, CertificateAuthority authority, String reason, List<Made> made)
            throws IOException {
        IssuedCertificate issued = authority.issue(spec);
        directory.write(name, issued);
        made.add(new Made(directory.chainFile(name), reason));
        return describe(name, issued, made);
    }

    private DevelopmentIdentity describe(String name, IssuedCertificate issued, List<Made> made) {
        return new DevelopmentIdentity(
                issued, directory.chainFile(name), directory.keyFile(name), authorityFile(), made);
    }

    private static void requireOrdinary(String name) {
        if (name.equalsIgnoreCase(DevelopmentAuthority.NAME)) {
            throw new IllegalArgumentException("'ca' is the name of the authority's own files: choose another");
        }
    }

    /** What this machine calls itself. */
    private static final class MachineName {
        /** Where Linux tells it without asking a name server, which may take long to answer. */
        private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

        private MachineName() {}

        /** Finds the machine's name, if it has one that a certificate can hold. */
        static Optional<String> find() {
            String name;
            try {
                name = Files.isReadable(LINUX)
                        ? Files.readString(LINUX).strip()
                        : InetAddress.getLocalHost().getHostName();
            } catch (IOException e) {
                // A certificate without it will do.
                return Optional.empty();
            }
            return usable(name);
        }

        static Optional<String> usable(String name) {
            try {
                boolean dns = SubjectName.of(name) instanceof SubjectName.Dns;
                return dns ? Optional.of(name) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** The authority of a directory, {@code ca.pem} and {@code ca.key}: loaded, or made on first use. */
    private static final class DevelopmentAuthority {
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
                throw CertificateDirectory.failure(
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
                throw CertificateDirectory.failure(
                        keyFile(),
                        "is missing, and " + file() + " is of no use without it: put it back, or delete " + file()
                                + " to have both made anew, and trust the new one");
            }
            if (key && !certificate && !CertificateDirectory.mayReplace(keyFile())) {
                throw CertificateDirectory.failure(
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
                throw CertificateDirectory.failure(
                        file(),
                        "is valid from " + begin + " on, but it is " + now
                                + " here: set this machine's clock, or delete it and " + keyFile());
            }
            boolean near = now.plus(DevelopmentCerts.RENEWED_BEFORE).isAfter(end);
            boolean ours =
                    isOwnName(certificate.getSubjectX500Principal()) && CertificateDirectory.mayReplace(keyFile());
            if (!ours && now.isAfter(end)) {
                throw CertificateDirectory.failure(
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
    }
}
