package dev.sennit.x509.trust;

import dev.sennit.x509.pem.PemException;
import dev.sennit.x509.pem.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The certificates of PEM files and of directories of them. */
final class TrustFiles {
    private static final int MAX_FILES = 4096;

    private TrustFiles() {}

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
            files = all.filter(TrustFiles::isCertificate)
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
}
