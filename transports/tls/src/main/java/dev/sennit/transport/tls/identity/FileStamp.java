package dev.sennit.transport.tls.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What changes when a file does, cheap to ask for: written to (time, size), replaced by another of its name (file key), or
 * reached through a symbolic link, at any place of its path, that now leads elsewhere (real path).
 */
record FileStamp(Path real, @Nullable Object key, FileTime modified, long size) {
    /** The stamps of all; one that is empty stands for a file that is not there or may not be looked at. */
    static List<Optional<FileStamp>> of(List<Path> paths) {
        return paths.stream().map(FileStamp::of).toList();
    }

    static Optional<FileStamp> of(Path path) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
            return Optional.of(new FileStamp(real, now.fileKey(), now.lastModifiedTime(), now.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
