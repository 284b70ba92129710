package dev.sennit.certs;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The description of a certificate to issue: immutable, begun with {@link #server}, {@link #client}, {@link #leaf} or
 * {@link #authority}, and refined call by call; each call returns a new value.
 *
 * <p>Untouched, it describes a good certificate. The methods from {@link #expired} on describe broken ones, for tests
 * of what must refuse them.
 */
public final class CertificateSpec {
    /** How long a leaf is valid: 90 days. */
    public static final Duration LEAF_VALIDITY = Duration.ofDays(90);

    /** How long an authority is valid: ten years. */
    public static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);

    /** How far a certificate is dated back, for peers whose clocks are behind: an hour. */
    public static final Duration BACKDATED = Duration.ofHours(1);

    private static final Duration LONG = Duration.ofDays(30);

    final boolean authority;
    String commonName;
    List<SubjectName> names;
    Set<Purpose> purposes;
    KeyAlgorithm key = KeyAlgorithm.ECDSA_P256;
    Validity validity;
    boolean sha1;
    boolean withoutNames;
    boolean withoutAuthorityBit;
    boolean mustStaple;
    OptionalInt pathLength = OptionalInt.empty();
    List<SubjectName> permitted = List.of();
    List<SubjectName> excluded = List.of();
    Optional<URI> crl = Optional.empty();
    Optional<URI> ocsp = Optional.empty();

    private CertificateSpec(
            boolean authority, String commonName, List<SubjectName> names, Set<Purpose> purposes, Duration valid) {
        this.authority = authority;
        this.commonName = commonName;
        this.names = names;
        this.purposes = purposes;
        this.validity = new Lasting(valid);
    }

    private CertificateSpec(CertificateSpec other) {
        this.authority = other.authority;
        this.commonName = other.commonName;
        this.names = other.names;
        this.purposes = other.purposes;
        this.key = other.key;
        this.validity = other.validity;
        this.sha1 = other.sha1;
        this.withoutNames = other.withoutNames;
        this.withoutAuthorityBit = other.withoutAuthorityBit;
        this.mustStaple = other.mustStaple;
        this.pathLength = other.pathLength;
        this.permitted = other.permitted;
        this.excluded = other.excluded;
        this.crl = other.crl;
        this.ocsp = other.ocsp;
    }

    /**
     * Begins a server's certificate.
     *
     * @param names at least one name, as {@link SubjectName#of} reads it; the first is the common name too
     * @throws IllegalArgumentException if there is no name, or one that no certificate should hold
     */
    public static CertificateSpec server(String... names) {
        return leaf(names).purposes(Purpose.SERVER);
    }

    /**
     * Begins a client's certificate.
     *
     * @param commonName who the client is, such as {@code alice}; any text
     * @param names further names, as {@link SubjectName#of} reads them; may be none
     */
    public static CertificateSpec client(String commonName, String... names) {
        return new CertificateSpec(false, commonName, read(names), EnumSet.of(Purpose.CLIENT), LEAF_VALIDITY);
    }

    /**
     * Begins a certificate for server and client alike.
     *
     * @param names at least one name, as {@link SubjectName#of} reads it; the first is the common name too
     * @throws IllegalArgumentException if there is no name, or one that no certificate should hold
     */
    public static CertificateSpec leaf(String... names) {
        return leaf(read(names));
    }

    /**
     * Begins a certificate for server and client alike.
     *
     * @param names at least one name, taken as it is; the first is the common name too
     * @throws IllegalArgumentException if there is no name
     */
    public static CertificateSpec leaf(List<SubjectName> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a certificate needs at least one name");
        }
        return new CertificateSpec(
                false,
                names.get(0).toString(),
                List.copyOf(names),
                EnumSet.of(Purpose.SERVER, Purpose.CLIENT),
                LEAF_VALIDITY);
    }

    /** Begins the certificate of an authority, root or intermediate. */
    public static CertificateSpec authority(String commonName) {
        return new CertificateSpec(true, commonName, List.of(), Set.of(), AUTHORITY_VALIDITY);
    }

    /** Sets the algorithm of the key, ECDSA P-256 by default. */
    public CertificateSpec key(KeyAlgorithm kind) {
        return with(next -> next.key = Objects.requireNonNull(kind));
    }

    /** Replaces the common name; one of over 64 characters is left out of the certificate (RFC 5280 appendix A.1). */
    public CertificateSpec commonName(String name) {
        return with(next -> next.commonName = Objects.requireNonNull(name));
    }

    /** Replaces what the certificate may be used for; with none, the extension is left out: any use. */
    public CertificateSpec purposes(Purpose... purposes) {
        return with(next -> next.purposes =
                purposes.length == 0 ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(Arrays.asList(purposes))));
    }

    /**
     * Sets how long from now the certificate is valid. It is dated back by {@link #BACKDATED}; a leaf ends no later than its
     * authority.
     *
     * @param duration positive
     */
    public CertificateSpec validFor(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a certificate is valid for some time, not for " + duration);
        }
        return validity(new Lasting(duration));
    }

    /** Sets the begin and the end of validity, in whole seconds, which are not adjusted. */
    public CertificateSpec valid(Instant from, Instant until) {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException(
                    "a certificate cannot end, at " + until + ", before it begins, at " + from);
        }
        return validity(now -> new Period(from, until));
    }

    /** Sets the address of the issuer's revocation list (RFC 5280 section 4.2.1.13). */
    public CertificateSpec crlAt(URI address) {
        return with(next -> next.crl = Optional.of(address));
    }

    /** Sets the address of the issuer's OCSP responder (RFC 5280 section 4.2.2.1). */
    public CertificateSpec ocspAt(URI address) {
        return with(next -> next.ocsp = Optional.of(address));
    }

    /** Sets the extension with which clients insist on a stapled OCSP response (RFC 7633). */
    public CertificateSpec mustStaple() {
        return with(next -> next.mustStaple = true);
    }

    /** Sets the most authorities between this one and a leaf; without a limit by default. */
    public CertificateSpec pathLength(int authorities) {
        requireAuthority("a path length");
        if (authorities < 0) {
            throw new IllegalArgumentException("a path length is 0 or more, not " + authorities);
        }
        return with(next -> next.pathLength = OptionalInt.of(authorities));
    }

    /**
     * Limits the names under this authority to these (RFC 5280 section 4.2.1.10).
     *
     * @param names DNS names, each with all that end in it; single addresses; domains of e-mail addresses
     */
    public CertificateSpec permitting(String... names) {
        requireAuthority("name constraints");
        return with(next -> next.permitted = read(names));
    }

    /** Forbids names under this authority; each is read as {@link #permitting} reads it. */
    public CertificateSpec excluding(String... names) {
        requireAuthority("name constraints");
        return with(next -> next.excluded = read(names));
    }

    /** Breaks it: valid until yesterday. */
    public CertificateSpec expired() {
        return validity(now -> new Period(now.minus(LONG), now.minus(Duration.ofDays(1))));
    }

    /** Breaks it: valid from tomorrow on. */
    public CertificateSpec notYetValid() {
        return validity(now -> new Period(now.plus(Duration.ofDays(1)), now.plus(LONG)));
    }

    /** Breaks it: the only name is the common name, as before RFC 2818 and RFC 9525. */
    public CertificateSpec withoutNames() {
        return with(next -> next.withoutNames = true);
    }

    /** Breaks it: signed over a SHA-1 hash. */
    public CertificateSpec signedWithSha1() {
        return with(next -> next.sha1 = true);
    }

    /** Breaks it: an authority without the authority bit, whose certificates must be refused. */
    public CertificateSpec withoutAuthorityBit() {
        requireAuthority("the authority bit");
        return with(next -> next.withoutAuthorityBit = true);
    }

    /** The names that the certificate will list. */
    List<SubjectName> listed() {
        return withoutNames ? List.of() : names;
    }

    private CertificateSpec validity(Validity validity) {
        return with(next -> next.validity = validity);
    }

    private CertificateSpec with(Consumer<CertificateSpec> change) {
        CertificateSpec next = new CertificateSpec(this);
        change.accept(next);
        return next;
    }

    private void requireAuthority(String what) {
        if (!authority) {
            throw new IllegalArgumentException("only an authority has " + what + ", and '" + commonName + "' is none");
        }
    }

    /** Each name once, however often it was written. */
    private static List<SubjectName> read(String... names) {
        Map<ListedName, SubjectName> read = new LinkedHashMap<>();
        for (String name : names) {
            SubjectName subject = SubjectName.of(name);
            read.putIfAbsent(ListedName.of(subject), subject);
        }
        return List.copyOf(read.values());
    }

    /** When a certificate is valid, given the time of its making. */
    interface Validity {
        Period at(Instant now);
    }

    /** From a little before now on, for so long. */
    record Lasting(Duration duration) implements Validity {
        @Override
        public Period at(Instant now) {
            return new Period(now.minus(BACKDATED), now.plus(duration));
        }
    }

    /** From when until when. */
    record Period(Instant from, Instant until) {}
}
