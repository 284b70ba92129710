package dev.sennit.x509.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a file, which is cheap to read. It changes when the file is written (time, size), when another file takes its name
 * (file key), or when a symbolic link on its path leads elsewhere (real path).
 */
public record FileStamp(Path real, @Nullable Object key, FileTime modified, long size) {
    /**
     * Returns the stamps of these files, and of the files directly in those that are directories. The stamp of a file that does
     * not exist or cannot be read is empty. Blocks.
     */
    public static List<Optional<FileStamp>> of(List<Path> paths) {
        List<Optional<FileStamp>> stamps = new ArrayList<>();
        for (Path path : paths) {
            stamps.add(of(path));
            if (Files.isDirectory(path)) {
                stamps.addAll(within(path));
            }
        }
        return stamps;
    }

    /** Returns the stamp of a file, empty if the file does not exist or cannot be read. Blocks. */
    public static Optional<FileStamp> of(Path path) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
            return Optional.of(new FileStamp(real, now.fileKey(), now.lastModifiedTime(), now.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Optional<FileStamp>> within(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(FileStamp::of).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
