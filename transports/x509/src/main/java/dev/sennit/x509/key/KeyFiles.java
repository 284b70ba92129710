package dev.sennit.x509.key;

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
 * The files of a {@link CertifiedKey}: PEM files and PKCS#12 stores, which {@link PemFile#readPemOrPkcs12} reads. Immutable.
 *
 * <p>The certificates may be in any of the files and in any order. The key may be in the file of the certificates, as it is in a
 * PKCS#12 store.
 */
public final class KeyFiles {
    private static final System.Logger LOG = System.getLogger(KeyFiles.class.getPackageName());

    private final Path certificates;
    private final Path key;
    private final List<Path> more;
    private final char @Nullable [] password;
    private final boolean unrelatedExpected;

    private KeyFiles(
            Path certificates, Path key, List<Path> more, char @Nullable [] password, boolean unrelatedExpected) {
        this.certificates = certificates;
        this.key = key;
        this.more = more;
        this.password = password;
        this.unrelatedExpected = unrelatedExpected;
    }

    /** Names the file of the certificates, the leaf among them, and the file of the key, which may be the same. */
    public static KeyFiles of(Path certificates, Path key) {
        return new KeyFiles(certificates, key, List.of(), null, false);
    }

    /** Names one file that has the certificates and the key. */
    public static KeyFiles of(Path all) {
        return of(all, all);
    }

    /** Returns these files and further files of certificates: the issuers, if they are in files of their own. */
    public KeyFiles withChain(Path... files) {
        List<Path> all = new ArrayList<>(more);
        all.addAll(List.of(files));
        return new KeyFiles(certificates, key, List.copyOf(all), password, unrelatedExpected);
    }

    /**
     * Returns these files with a password. It decrypts the key if the key is encrypted, and each file that is a PKCS#12 store. It
     * is kept in memory, so that the files can be read again.
     */
    public KeyFiles withPassword(char[] keyPassword) {
        return new KeyFiles(certificates, key, more, keyPassword.clone(), unrelatedExpected);
    }

    /** Returns these files, from which certificates outside the chain are left out without a warning. */
    KeyFiles withUnrelatedCertificates() {
        return new KeyFiles(certificates, key, more, password, true);
    }

    /** Returns the files, each once. */
    public List<Path> paths() {
        List<Path> all = new ArrayList<>(List.of(certificates, key));
        all.addAll(more);
        return all.stream().distinct().toList();
    }

    /**
     * Reads the files. Certificates that are no part of the leaf's chain are left out, with a warning in the log. Blocks: must not
     * be called on a loop.
     *
     * @throws PemException if a file is unusable, or the key does not belong to a certificate; the message names the file
     */
    public CertifiedKey read() {
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
            CertifiedKey identity = CertifiedKey.of(privateKey, found);
            if (!unrelatedExpected) {
                warnOfUnrelated(identity, found);
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

    private void warnOfUnrelated(CertifiedKey identity, List<X509Certificate> found) {
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

    /** Returns the paths, and never the password. */
    @Override
    public String toString() {
        return String.join(", ", paths().stream().map(Path::toString).toList());
    }
}
