package dev.sennit.certs;

import dev.sennit.certs.DevelopmentIdentity.Made;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;

/**
 * Certificates for development, kept in a directory and made when they are missing.
 *
 * <p>The first use makes an authority, {@code ca.pem} and {@code ca.key}; each identity is issued by it, such as
 * {@code localhost.pem} and {@code localhost.key}. What is there is used again while it is valid for more than
 * {@link #RENEWED_BEFORE} and has the names that are asked for; else it is issued anew. Files that were put there by
 * hand are used while they are valid, and never overwritten.
 *
 * <p>Any number of threads and processes may do this at once: they wait for each other. All methods block on the disk
 * and may take a second for a key: not on an event loop. Whoever can read {@code ca.key} can pose as anyone to those
 * who trust {@code ca.pem}: this is for development only.
 */
public final class DevelopmentCerts {
    /** Where certificates are kept unless said: {@code certs} in the working directory. */
    public static final Path DEFAULT_DIRECTORY = Path.of("certs");

    /** What has less time left is issued anew. */
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

    /** Opens a directory, which need not exist: nothing is read or made yet. */
    public static DevelopmentCerts in(Path directory) {
        return in(directory, Clock.systemUTC());
    }

    /** Opens a directory; the clock says what is still valid, and dates what is made. */
    public static DevelopmentCerts in(Path directory, Clock clock) {
        return new DevelopmentCerts(directory, clock, MachineName::find);
    }

    /**
     * Returns the identity of this machine, {@code localhost.pem}, for server and client: {@code localhost}, the name of
     * the machine, {@code 127.0.0.1} and {@code ::1}.
     *
     * @throws IOException naming the file and what to do about it
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
     * Returns the identity of that name, issued to the description if it is not there, about to end, or not for all
     * names, purposes and the kind of key asked for.
     *
     * @param name the name of its files, without their endings; not {@code ca}
     * @throws IOException naming the file and what to do about it
     */
    public DevelopmentIdentity identity(String name, CertificateSpec spec) throws IOException {
        requireOrdinary(name);
        Optional<DevelopmentIdentity> present = present(name, spec);
        if (present.isPresent()) {
            return present.get();
        }
        return DirectoryLock.holding(directory, () -> {
            // Another may have made it while we waited.
            Optional<DevelopmentIdentity> meanwhile = present(name, spec);
            return meanwhile.isPresent() ? meanwhile.get() : issue(name, spec);
        });
    }

    /**
     * Issues an identity anew, even if one of that name is there; files that were not made here stop it, and those of
     * somebody else: whose certificate has neither the first name of the description nor its common name.
     *
     * @param name the name of its files, without their endings; not {@code ca}
     * @throws IOException naming the file and what to do about it
     */
    public DevelopmentIdentity create(String name, CertificateSpec spec) throws IOException {
        requireOrdinary(name);
        return DirectoryLock.holding(directory, () -> {
            directory.refuseForeign(name);
            StoredIdentity.read(directory, name).requireSameHolder(spec);
            List<Made> made = new ArrayList<>();
            CertificateAuthority authority = authorities.loadOrMake(made);
            return issue(name, spec, authority, "asked for", made);
        });
    }

    /** Returns the certificate of the authority; it may not be there yet. */
    public Path authorityFile() {
        return authorities.file();
    }

    /** Returns whether this is the name of an authority that was made here, on any machine: it proves nothing. */
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
}
