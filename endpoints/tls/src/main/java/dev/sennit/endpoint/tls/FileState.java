package dev.sennit.endpoint.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What changes when a file does: its place behind symbolic links, its time, its size. One that cannot be looked at has the
 * time 0 and the size -1.
 */
record FileState(Path file, FileTime modified, long size) {
    /** The states of these files, and of the files in these directories. Blocks. */
    static List<FileState> of(List<Path> paths) {
        List<FileState> states = new ArrayList<>();
        for (Path path : paths) {
            states.add(of(path));
            if (Files.isDirectory(path)) {
                states.addAll(within(path));
            }
        }
        return states;
    }

    private static List<FileState> within(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(FileState::of).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static FileState of(Path path) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
            return new FileState(real, now.lastModifiedTime(), now.size());
        } catch (IOException unreadable) {
            return new FileState(path, FileTime.fromMillis(0), -1);
        }
    }
}
