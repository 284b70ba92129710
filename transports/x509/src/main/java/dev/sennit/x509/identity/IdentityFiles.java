package dev.sennit.x509.identity;

import dev.sennit.x509.pem.PemException;
import dev.sennit.x509.pem.PemFile;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@link Identity} stands on disk: PEM files and PKCS#12 stores, each read as {@link PemFile#readPemOrPkcs12}
 * says. Immutable.
 *
 * <p>Certificates may be spread over the files in any way and order; the key may stand in the file of the certificates, as
 * it does in a PKCS#12 store.
 */
public final class IdentityFiles {
    private static final System.Logger LOG = System.getLogger(IdentityFiles.class.getPackageName());

    private final Path certificates;
    private final Path key;
    private final List<Path> more;
    private final char @Nullable [] password;
    private final boolean strangersAreExpected;

    private IdentityFiles(
            Path certificates, Path key, List<Path> more, char @Nullable [] password, boolean strangersAreExpected) {
        this.certificates = certificates;
        this.key = key;
        this.more = more;
        this.password = password;
        this.strangersAreExpected = strangersAreExpected;
    }

    /** The certificates, the leaf among them, in one file, and the key in another or the same. */
    public static IdentityFiles of(Path certificates, Path key) {
        return new IdentityFiles(certificates, key, List.of(), null, false);
    }

    /** All in one file. */
    public static IdentityFiles of(Path all) {
        return of(all, all);
    }

    /** The same, with further certificates: the issuers, where they stand in files of their own. */
    public IdentityFiles withChain(Path... files) {
        List<Path> all = new ArrayList<>(more);
        all.addAll(List.of(files));
        return new IdentityFiles(certificates, key, List.copyOf(all), password, strangersAreExpected);
    }

    /**
     * The same, with a password: of the key if it is encrypted, and of each file that is a PKCS#12 store. Kept in memory, so
     * that the files can be read again.
     */
    public IdentityFiles withPassword(char[] keyPassword) {
        return new IdentityFiles(certificates, key, more, keyPassword.clone(), strangersAreExpected);
    }

    /** The same, but silent about certificates that are no part of the chain. */
    IdentityFiles amongStrangers() {
        return new IdentityFiles(certificates, key, more, password, true);
    }

    /** The files, each once. */
    public List<Path> paths() {
        List<Path> all = new ArrayList<>(List.of(certificates, key));
        all.addAll(more);
        return all.stream().distinct().toList();
    }

    /**
     * Reads the files. Certificates that are no part of the leaf's chain are left out, with a warning in the log. Blocks:
     * not for a loop.
     *
     * @throws PemException if a file is unusable or they do not fit together; names the file
     */
    public Identity read() {
        PemFile first = open(certificates);
        if (key.equals(certificates)) {
            requireBoth(first);
        }
        List<X509Certificate> found = new ArrayList<>(first.certificates());
        for (Path file : more) {
            found.addAll(open(file).certificates());
        }
        PrivateKey privateKey = key(key.equals(certificates) ? first : open(key));
        try {
            Identity identity = Identity.of(privateKey, found);
            if (!strangersAreExpected) {
                warnOfStrangers(identity, found);
            }
            return identity;
        } catch (IllegalArgumentException e) {
            throw new PemException(
                    key.equals(certificates) ? key.toString() : key + " and " + certificates,
                    0,
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    private static void requireBoth(PemFile only) {
        boolean hasKey = only.hasPrivateKey();
        if (only.hasCertificates() && !hasKey) {
            throw new PemException(
                    only.name(),
                    "found a certificate and no private key: name the file of the key too (key), or put the key into"
                            + " this one");
        }
        if (hasKey && !only.hasCertificates()) {
            throw new PemException(
                    only.name(),
                    "found a private key and no certificate: name the file of the certificate too (cert), or put it"
                            + " into this one");
        }
    }

    private PemFile open(Path file) {
        return PemFile.readPemOrPkcs12(file, password == null ? new char[0] : password);
    }

    private PrivateKey key(PemFile file) {
        return password == null ? file.privateKey() : file.privateKey(password);
    }

    private void warnOfStrangers(Identity identity, List<X509Certificate> found) {
        for (X509Certificate certificate : found) {
            if (!identity.chain().contains(certificate)) {
                LOG.log(
                        Level.WARNING,
                        "{0}: the certificate ''{1}'' is no part of the chain of ''{2}'' and is not sent",
                        this,
                        certificate.getSubjectX500Principal(),
                        identity.leaf().getSubjectX500Principal());
            }
        }
    }

    /** The paths; never the password. */
    @Override
    public String toString() {
        return String.join(", ", paths().stream().map(Path::toString).toList());
    }
}
