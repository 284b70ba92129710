package dev.sennit.x509.trust;

import dev.sennit.x509.pem.PemException;
import dev.sennit.x509.pem.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/** The trust anchors: certificates that are trusted by themselves, and the paths to them. */
final class Anchors {
    /** The most paths that are tried. Certificates of one name that issue each other make many paths. */
    private static final int MAX_PATHS = 16;

    /** The most files of a directory. */
    private static final int MAX_FILES = 4096;

    private final Set<X509Certificate> all;
    private final Map<X500Principal, List<X509Certificate>> bySubject;

    Anchors(List<X509Certificate> certificates) {
        all = new LinkedHashSet<>(certificates);
        bySubject = all.stream()
                .collect(Collectors.groupingBy(
                        X509Certificate::getSubjectX500Principal, LinkedHashMap::new, Collectors.toList()));
    }

    /** Returns the certificates that the JDK trusts; throws IllegalStateException if there are none. */
    static List<X509Certificate> ofPlatform() {
        if (PlatformCertificates.ALL.isEmpty()) {
            throw new IllegalStateException("this JDK trusts no authority: " + PlatformCertificates.PROBLEM);
        }
        return PlatformCertificates.ALL;
    }

    int count() {
        return all.size();
    }

    List<X509Certificate> all() {
        return List.copyOf(all);
    }

    List<X500Principal> subjects() {
        return List.copyOf(bySubject.keySet());
    }

    /**
     * Returns paths from the first certificate to an anchor, found by name alone; {@value #MAX_PATHS} at most.
     *
     * @throws CertificateRefusedException if there is no path; the message names the unknown issuer
     */
    List<CertificationPath> paths(List<X509Certificate> sent) {
        PathSearch search = new PathSearch(this, sent);
        List<CertificationPath> found = search.run();
        if (found.isEmpty()) {
            throw search.unknownIssuer();
        }
        return found;
    }

    boolean contains(X509Certificate certificate) {
        return all.contains(certificate);
    }

    List<X509Certificate> named(X500Principal subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    /** Reads the certificates of PEM files and of directories of them; blocks. */
    static List<X509Certificate> read(List<Path> paths) {
        List<X509Certificate> found = new ArrayList<>();
        for (Path path : paths) {
            List<Path> files = Files.isDirectory(path) ? filesOf(path) : List.of(path);
            files.forEach(file -> found.addAll(PemFile.read(file).certificates()));
        }
        return found;
    }

    private static List<Path> filesOf(Path directory) {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(Anchors::isCertificate)
                    .sorted()
                    .limit(MAX_FILES + 1)
                    .toList();
        } catch (IOException e) {
            throw PemException.unreadable(directory, e);
        }
        if (files.isEmpty()) {
            throw new PemException(directory.toString(), "no file in it whose name ends in .pem, .crt or .cer");
        }
        if (files.size() > MAX_FILES) {
            throw new PemException(directory.toString(), "more than " + MAX_FILES + " files in it");
        }
        return files;
    }

    private static boolean isCertificate(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".pem") || name.endsWith(".crt") || name.endsWith(".cer")) && Files.isRegularFile(file);
    }

    /**
     * Finds paths from a leaf through its issuers to an anchor. It compares names alone; the validator checks the signatures. The
     * certificates may be in any order, with unrelated ones among them.
     */
    private static final class PathSearch {
        private static final int STEPS_PER_PATH = 32;

        private final Anchors anchors;
        private final Set<X509Certificate> sent;
        private final List<CertificationPath> found = new ArrayList<>();
        private List<X509Certificate> longest = List.of();
        private int stepsLeft = MAX_PATHS * STEPS_PER_PATH;

        PathSearch(Anchors anchors, List<X509Certificate> sent) {
            this.anchors = anchors;
            this.sent = new LinkedHashSet<>(sent);
        }

        List<CertificationPath> run() {
            X509Certificate leaf = sent.iterator().next();
            if (anchors.contains(leaf)) {
                return List.of(new CertificationPath(List.of(), leaf));
            }
            extend(List.of(leaf));
            return found;
        }

        private void extend(List<X509Certificate> path) {
            X509Certificate last = path.get(path.size() - 1);
            if (path.size() > longest.size()) {
                longest = path;
            }
            for (X509Certificate anchor : anchors.named(last.getIssuerX500Principal())) {
                if (found.size() < MAX_PATHS) {
                    found.add(new CertificationPath(path, anchor));
                }
            }
            for (X509Certificate issuer : sent) {
                boolean next = issuer.getSubjectX500Principal().equals(last.getIssuerX500Principal())
                        && !path.contains(issuer)
                        && !anchors.contains(issuer);
                if (next && stepsLeft-- > 0) {
                    List<X509Certificate> longer = new ArrayList<>(path);
                    longer.add(issuer);
                    extend(List.copyOf(longer));
                }
            }
        }

        /** Returns the failure of a run that found no path. */
        CertificateRefusedException unknownIssuer() {
            X509Certificate last = longest.get(longest.size() - 1);
            boolean selfSigned = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
            String problem = selfSigned
                    ? " is self-signed and not among those trusted"
                    : " has an unknown issuer, " + PrintableText.name(last.getIssuerX500Principal());
            return new CertificateRefusedException(
                    CertificateRefusedException.UNKNOWN_CA, PrintableText.certificate(last) + problem);
        }
    }

    /** The certificates that the JDK trusts. They are read at the first use: some 150, which takes a tenth of a second. */
    private static final class PlatformCertificates {
        private static final List<X509Certificate> FOUND = new ArrayList<>();

        /** Why there are none. */
        static final String PROBLEM = read();

        /** All of them; empty when there are none or they cannot be read. */
        static final List<X509Certificate> ALL = List.copyOf(FOUND);

        private PlatformCertificates() {}

        private static String read() {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                for (TrustManager manager : factory.getTrustManagers()) {
                    if (manager instanceof X509TrustManager x509) {
                        FOUND.addAll(List.of(x509.getAcceptedIssuers()));
                    }
                }
                return "its trust store is empty or missing";
            } catch (GeneralSecurityException | RuntimeException e) {
                return "its trust store cannot be read: " + e.getMessage();
            }
        }
    }
}
