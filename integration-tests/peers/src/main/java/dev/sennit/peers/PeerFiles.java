package dev.sennit.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The launcher and its companions, unpacked into a temporary directory for as long as they are needed. */
final class PeerFiles implements AutoCloseable {
    private final Path folder;

    private PeerFiles(Path folder) {
        this.folder = folder;
    }

    static PeerFiles unpack() {
        try {
            PeerFiles files = new PeerFiles(Files.createTempDirectory("sennit-peers-"));
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

    /** A new empty directory for one peer. */
    Path newFolder(String role) throws IOException {
        return Files.createTempDirectory(folder, role + "-");
    }

    /** The name of the image that is made of these files: the same as {@code build-image} gives it. */
    String imageName() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String line : lines("CONTENTS")) {
                if (line.startsWith("image ")) {
                    digest.update(Files.readAllBytes(folder.resolve(line.substring("image ".length()))));
                }
            }
            return "sennit-peers:" + HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (IOException failed) {
            throw new UncheckedIOException("the files of the peers could not be read", failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
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
