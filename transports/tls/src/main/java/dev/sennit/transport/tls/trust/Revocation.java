package dev.sennit.transport.tls.trust;

import dev.sennit.transport.tls.pem.PemFile;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How it is found out whether a certificate has been taken back. Immutable.
 *
 * <p>What cannot be found out counts as revoked, unless {@link #withSoftFail} says otherwise. The certificates of the
 * whole path are asked for, the trusted one excepted.
 */
public final class Revocation {
    private final List<X509CRL> lists;
    private final Set<Option> options;

    private Revocation(List<X509CRL> lists, Set<Option> options) {
        this.lists = lists;
        this.options = options;
    }

    /**
     * Looks into revocation lists (RFC 5280, section 5) from PEM files. Reads them now, once; blocks. Each authority of a
     * path needs a list that is in force.
     *
     * @throws dev.sennit.transport.tls.pem.PemException if a file is unusable; names it
     */
    public static Revocation lists(Path... files) {
        List<X509CRL> found = new ArrayList<>();
        for (Path file : files) {
            found.addAll(PemFile.read(file).revocationLists());
        }
        return new Revocation(List.copyOf(found), EnumSet.of(Option.PREFER_CRLS, Option.NO_FALLBACK));
    }

    /**
     * Asks the responder that each certificate names (OCSP, RFC 6960), over HTTP, at every check: a check may block for as
     * long as the responder takes, 15 seconds at most unless the JDK is configured otherwise.
     */
    public static Revocation ocsp() {
        return new Revocation(List.of(), EnumSet.of(Option.NO_FALLBACK));
    }

    /** The same, but believing a certificate when no answer can be had; whoever is in between can see to that. */
    public Revocation withSoftFail() {
        return with(Option.SOFT_FAIL);
    }

    /** The same, but only for the leaf. */
    public Revocation forLeafOnly() {
        return with(Option.ONLY_END_ENTITY);
    }

    private Revocation with(Option option) {
        EnumSet<Option> more = EnumSet.copyOf(options);
        more.add(option);
        return new Revocation(lists, more);
    }

    /** Whether the network is asked. */
    boolean mayBlock() {
        return !options.contains(Option.PREFER_CRLS);
    }

    /** Adds this to what a validator looks at. */
    void addTo(CertPathValidator validator, PKIXParameters parameters)
            throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(options);
        parameters.addCertPathChecker(checker);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    }
}
