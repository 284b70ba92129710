package dev.sennit.peers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The launcher and its companions, unpacked into a temporary directory for as long as they are needed. */
final class PeerFiles implements AutoCloseable {
    /** Whether a container can see a directory of this machine under the same name. */
    static final boolean CAN_BE_SHARED = File.separatorChar == '/';

    private static final String PREFIX = "sennit-peers-";
    private static final String OWNER = "owner";
    private static final String SHARED = "shared";

    private final Path folder;
    private final AtomicInteger sharedFolders = new AtomicInteger();
    private final AtomicInteger names = new AtomicInteger();

    private PeerFiles(Path folder) {
        this.folder = folder;
    }

    static PeerFiles unpack() {
        try {
            Path folder = Files.createTempDirectory(PREFIX);
            sweep(folder.resolveSibling(""));
            Files.writeString(folder.resolve(OWNER), Owner.self().toString());
            Files.createDirectory(folder.resolve(SHARED));
            PeerFiles files = new PeerFiles(folder);
            files.copy("CONTENTS");
            for (String line : files.lines("CONTENTS")) {
                files.copy(line.substring(line.indexOf(' ') + 1));
            }
            return files;
        } catch (IOException failed) {
            throw new UncheckedIOException("the launcher of the peers could not be unpacked", failed);
        }
    }

    Path folder() {
        return folder;
    }

    Path launcher() {
        return folder.resolve("run");
    }

    /** The directory that peers in containers see as well. */
    Path shared() {
        return folder.resolve(SHARED);
    }

    /** Makes an empty directory in {@link #shared}, to which peers may write as any user. */
    Path newSharedFolder() {
        try {
            // A short name: that of a Unix socket has no more than 108 bytes.
            Path made = Files.createDirectory(shared().resolve(Integer.toString(sharedFolders.incrementAndGet())));
            if (CAN_BE_SHARED) {
                // On this machine nobody else gets as far as here.
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            return made;
        } catch (IOException failed) {
            throw new UncheckedIOException("no directory to share with peers", failed);
        }
    }

    /** A name that no other run has, and this one not twice. */
    String newName() {
        return folder.getFileName() + "-" + names.incrementAndGet();
    }

    /** A new empty directory for one peer. */
    Path newFolder(String role) throws IOException {
        return Files.createTempDirectory(folder, role + "-");
    }

    /** The name of the image that is made of these files: the same as {@code build-image} gives it. */
    String imageName() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : imageFiles()) {
                digest.update(Files.readAllBytes(folder.resolve(name)));
            }
            return "sennit-peers:" + HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (IOException failed) {
            throw new UncheckedIOException("the files of the peers could not be read", failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Returns the names of the files that the image is built of, relative to {@link #folder}. */
    List<String> imageFiles() {
        return lines("CONTENTS").stream()
                .filter(line -> line.startsWith("image "))
                .map(line -> line.substring("image ".length()))
                .toList();
    }

    String text(String name) {
        try {
            return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(name + " could not be read", failed);
        }
    }

    @Override
    public void close() {
        delete(folder);
    }

    /** Deletes a directory with all in it; what is gone already, or will not go, is left alone. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(all::add);
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException left) {
            System.getLogger(PeerFiles.class.getName())
                    .log(System.Logger.Level.WARNING, "could not delete all of " + folder, left);
        }
    }

    /** Deletes what processes that have ended without doing so left in this directory. */
    private static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path left : found) {
                Path owner = left.resolve(OWNER);
                if (Files.isReadable(owner)
                        && Owner.parse(Files.readString(owner))
                                .filter(Owner::isGone)
                                .isPresent()) {
                    delete(left);
                }
            }
        } catch (DirectoryIteratorException | NoSuchFileException raced) {
            // Somebody else sweeps too.
        }
    }

    private List<String> lines(String name) {
        return text(name).lines().filter(line -> !line.isBlank()).toList();
    }

    private void copy(String name) throws IOException {
        try (InputStream source = PeerFiles.class.getResourceAsStream(name)) {
            if (source == null) {
                throw new IOException("there is no resource " + name);
            }
            Path target = folder.resolve(name);
            Files.createDirectories(folder.resolve(name).resolveSibling(""));
            Files.copy(source, target);
        }
    }
}
