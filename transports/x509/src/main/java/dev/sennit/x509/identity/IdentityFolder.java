package dev.sennit.x509.identity;

import dev.sennit.x509.pem.PemException;
import dev.sennit.x509.pem.PemFile;
import dev.sennit.x509.watch.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the identities in a folder, as {@link IdentitySource#directory} tells. Remembers what is in files; for one thread. */
final class IdentityFolder {
    private static final int MAX_FILES = 4096;
    private static final List<String> ENDINGS = List.of(".pem", ".crt", ".cer", ".key", ".p12", ".pfx");

    private final Path folder;
    private final char @Nullable [] password;
    private final Map<Path, Seen> known = new HashMap<>();

    IdentityFolder(Path folder, char @Nullable [] password) {
        this.folder = folder;
        this.password = password;
    }

    /**
     * Answers where identities are, the default first, then by name.
     *
     * @param problems takes those of files that were never seen in order; they count as absent
     * @throws PemException if the folder cannot be read, or there is no identity
     */
    List<IdentityFiles> list(Consumer<PemException> problems) {
        List<IdentityFiles> found = new ArrayList<>();
        List<Path> folders = new ArrayList<>(List.of(folder));
        folders.addAll(entries(folder).filter(Files::isDirectory).toList());
        for (Path each : folders) {
            List<Path> files =
                    entries(each).filter(IdentityFolder::isOfInterest).toList();
            if (files.size() > MAX_FILES) {
                throw new PemException(
                        each.toString(), "more than " + MAX_FILES + " files of keys and certificates in it");
            }
            found.addAll(identities(files, problems));
        }
        if (found.isEmpty()) {
            throw new PemException(
                    folder.toString(),
                    "no private key with its certificate in it (" + String.join(", ", ENDINGS) + ")");
        }
        found.sort(Comparator.comparing((IdentityFiles files) -> !isDefault(files)));
        return found;
    }

    private List<IdentityFiles> identities(List<Path> files, Consumer<PemException> problems) {
        Map<Content, List<Path>> byContent =
                files.stream().collect(Collectors.groupingBy(file -> content(file, problems)));
        List<IdentityFiles> found = new ArrayList<>();
        for (Path file : byContent.getOrDefault(Content.BOTH, List.of())) {
            found.add(IdentityFiles.of(file));
        }
        for (Path file : byContent.getOrDefault(Content.KEY, List.of())) {
            certificatesOf(file, byContent.getOrDefault(Content.CERTIFICATES, List.of()))
                    .ifPresent(found::add);
        }
        found.sort(Comparator.comparing(IdentityFiles::toString));
        return password == null
                ? found
                : found.stream().map(each -> each.withPassword(password)).toList();
    }

    /** The file that is called like the key's; else all of the folder, from which the key picks its own. */
    private static Optional<IdentityFiles> certificatesOf(Path key, List<Path> certificates) {
        for (Path file : certificates) {
            if (stem(file).equals(stem(key))) {
                return Optional.of(IdentityFiles.of(file, key));
            }
        }
        if (certificates.isEmpty()) {
            return Optional.empty();
        }
        Path[] more = certificates.subList(1, certificates.size()).toArray(new Path[0]);
        return Optional.of(
                IdentityFiles.of(certificates.get(0), key).withChain(more).amongStrangers());
    }

    /** What is in a file; while it cannot be read, what was. */
    private Content content(Path file, Consumer<PemException> problems) {
        Optional<FileStamp> stamp = FileStamp.of(file);
        Seen before = known.get(file);
        if (before != null && before.stamp().equals(stamp)) {
            return before.content();
        }
        try {
            PemFile opened = PemFile.readPemOrPkcs12(file, password == null ? new char[0] : password);
            Content now = Content.of(opened.hasPrivateKey(), opened.hasCertificates());
            known.put(file, new Seen(stamp, now));
            return now;
        } catch (PemException e) {
            if (before == null) {
                problems.accept(e);
                return Content.NEITHER;
            }
            return before.content();
        }
    }

    /** Without hidden ones, such as those that hold the generations of a volume of Kubernetes. */
    private static Stream<Path> entries(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> !name(path).startsWith(".")).sorted().toList().stream();
        } catch (NoSuchFileException e) {
            throw new PemException(folder.toString(), 0, "no such directory", e);
        } catch (IOException e) {
            throw PemException.unreadable(folder, e);
        }
    }

    private static boolean isOfInterest(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        boolean named = ENDINGS.stream().anyMatch(name::endsWith);
        return named && Files.isRegularFile(file);
    }

    private boolean isDefault(IdentityFiles files) {
        Path key = files.paths().get(files.paths().size() == 1 ? 0 : 1);
        Path parent = key.getParent();
        return stem(key).equals("default")
                || (parent != null && !parent.equals(folder) && name(parent).equalsIgnoreCase("default"));
    }

    private static String stem(Path file) {
        return name(file).toLowerCase(Locale.ROOT).replaceFirst("\\.[^.]+$", "");
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private record Seen(Optional<FileStamp> stamp, Content content) {}

    private enum Content {
        CERTIFICATES,
        KEY,
        BOTH,
        NEITHER;

        static Content of(boolean key, boolean certificates) {
            if (key) {
                return certificates ? BOTH : KEY;
            }
            return certificates ? CERTIFICATES : NEITHER;
        }
    }
}
