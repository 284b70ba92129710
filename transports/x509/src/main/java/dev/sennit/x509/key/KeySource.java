package dev.sennit.x509.key;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The place of a server's certified keys on disk: files that are named one by one, or a directory. Immutable. */
public final class KeySource {
    private final List<KeyFiles> files;
    private final @Nullable Path folder;
    private final char @Nullable [] password;

    private KeySource(List<KeyFiles> files, @Nullable Path folder, char @Nullable [] password) {
        this.files = files;
        this.folder = folder;
        this.password = password;
    }

    /**
     * Names files, those of the default key first.
     *
     * @throws IllegalArgumentException if no files are given
     */
    public static KeySource files(KeyFiles... files) {
        if (files.length == 0) {
            throw new IllegalArgumentException("no files of a key are given; wanted one or more");
        }
        return new KeySource(List.of(files), null, null);
    }

    /**
     * Names a directory: all keys in it, and in the directories directly in it, are read, except in hidden files.
     *
     * <p>Only files whose names end in {@code .pem}, {@code .crt}, {@code .cer}, {@code .key}, {@code .p12} or {@code .pfx} are
     * read. Each may be PEM or a PKCS#12 store, whatever its name. A file with a private key and certificates is a certified key
     * by itself. A file with a private key alone is joined with the file that has the same name but for the ending. If there is
     * none, the key's chain is taken from all other files of the same directory. Examples: {@code example.org.pem};
     * {@code example.org.crt} and {@code example.org.key}; {@code tls.crt} and {@code tls.key}; {@code example.org/privkey.pem}
     * and {@code example.org/fullchain.pem}.
     *
     * <p>Clients that ask for no name or an unknown name get the default: the file or directory called {@code default}, else the
     * first in the order of names. The other names are those in the certificates.
     */
    public static KeySource directory(Path directory) {
        return new KeySource(List.of(), directory, null);
    }

    /**
     * Names a directory as {@link #directory(Path)}, with one password for all keys that are encrypted and for all PKCS#12
     * stores. The password is kept in memory, so that files can be read again.
     */
    public static KeySource directory(Path directory, char[] keyPassword) {
        return new KeySource(List.of(), directory, keyPassword.clone());
    }

    /**
     * Reads all files once; {@link WatchedKeys} also reads files that change later. Blocks: must not be called on a loop.
     *
     * @return a selector as {@link KeySelector#byName(List)} makes it
     * @throws PemException if a file is unusable or there is no key; the message names the file
     */
    public KeySelector read() {
        List<CertifiedKey> keys = new ArrayList<>();
        Lister lister = lister();
        for (KeyFiles each : lister.list(problem -> {
            throw problem;
        })) {
            keys.add(each.read());
        }
        return NamedKeys.of(keys);
    }

    /** Returns an object that finds the files, for one thread at a time. */
    Lister lister() {
        return folder == null ? problems -> files : new KeyDirectory(folder, password)::list;
    }

    /** Returns the paths, and never the password. */
    @Override
    public String toString() {
        return folder == null ? files.toString() : folder.toString();
    }

    /** Finds the files of keys. */
    interface Lister {
        /**
         * Returns the files that are there, those of the default key first.
         *
         * @param problems receives the problems of single files, which count as absent
         * @throws PemException if no key is found
         */
        List<KeyFiles> list(Consumer<PemException> problems);
    }

    /** Finds the keys in a directory, as {@link KeySource#directory} says. Remembers the contents of files. */
    private static final class KeyDirectory {
        private static final int MAX_FILES = 4096;
        private static final List<String> ENDINGS = List.of(".pem", ".crt", ".cer", ".key", ".p12", ".pfx");

        private final Path folder;
        private final char @Nullable [] password;
        private final Map<Path, Seen> known = new HashMap<>();

        KeyDirectory(Path folder, char @Nullable [] password) {
            this.folder = folder;
            this.password = password;
        }

        /** Returns the files by name, those of the default first, as {@link Lister#list} says. */
        List<KeyFiles> list(Consumer<PemException> problems) {
            List<KeyFiles> found = new ArrayList<>();
            List<Path> folders = new ArrayList<>(List.of(folder));
            folders.addAll(entries(folder).filter(Files::isDirectory).toList());
            for (Path each : folders) {
                List<Path> files =
                        entries(each).filter(KeyDirectory::isOfInterest).toList();
                if (files.size() > MAX_FILES) {
                    throw new PemException(
                            each.toString(), "more than " + MAX_FILES + " files of keys and certificates in it");
                }
                found.addAll(keys(files, problems));
            }
            if (found.isEmpty()) {
                throw new PemException(
                        folder.toString(),
                        "no private key with its certificate in it (" + String.join(", ", ENDINGS) + ")");
            }
            found.sort(Comparator.comparing((KeyFiles files) -> !isDefault(files)));
            return found;
        }

        private List<KeyFiles> keys(List<Path> files, Consumer<PemException> problems) {
            List<KeyFiles> found = new ArrayList<>();
            List<Path> keys = new ArrayList<>();
            List<Path> certificates = new ArrayList<>();
            for (Path file : files) {
                Seen content = content(file, problems);
                if (content.key() && content.certificates()) {
                    found.add(KeyFiles.of(file));
                } else if (content.key()) {
                    keys.add(file);
                } else if (content.certificates()) {
                    certificates.add(file);
                }
            }
            keys.forEach(key -> certificatesOf(key, certificates).ifPresent(found::add));
            found.sort(Comparator.comparing(KeyFiles::toString));
            return password == null
                    ? found
                    : found.stream().map(each -> each.withPassword(password)).toList();
        }

        /** Returns the file with the same name as the key's, else all of the directory: the key's chain is taken out of them. */
        private static Optional<KeyFiles> certificatesOf(Path key, List<Path> certificates) {
            for (Path file : certificates) {
                if (stem(file).equals(stem(key))) {
                    return Optional.of(KeyFiles.of(file, key));
                }
            }
            if (certificates.isEmpty()) {
                return Optional.empty();
            }
            Path[] more = certificates.subList(1, certificates.size()).toArray(new Path[0]);
            return Optional.of(
                    KeyFiles.of(certificates.get(0), key).withChain(more).withUnrelatedCertificates());
        }

        /** Returns what a file contains; while it cannot be read, what it contained before. */
        private Seen content(Path file, Consumer<PemException> problems) {
            Optional<FileStamp> stamp = FileStamp.of(file);
            Seen before = known.get(file);
            if (before != null && before.stamp().equals(stamp)) {
                return before;
            }
            try {
                PemFile opened = PemFile.readPemOrPkcs12(file, password == null ? new char[0] : password);
                Seen now = new Seen(stamp, opened.hasPrivateKey(), opened.hasCertificates());
                known.put(file, now);
                return now;
            } catch (PemException e) {
                if (before == null) {
                    problems.accept(e);
                    return new Seen(stamp, false, false);
                }
                return before;
            }
        }

        /** Returns the entries except hidden ones, such as the generations of a volume of Kubernetes. */
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

        private boolean isDefault(KeyFiles files) {
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

        /** What a file contained when it was last read. */
        private record Seen(Optional<FileStamp> stamp, boolean key, boolean certificates) {}
    }
}
