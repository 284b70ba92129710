package dev.sennit.transport.unix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The descriptors of this process that are of one thing; of others some open and close at any time. */
final class OpenFiles {
    private OpenFiles() {}

    /** Counts the descriptors of what {@link #target} says. */
    static long count(String target) {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> target(each).equals(target)).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a descriptor in proc(5) is of; empty if it is closed. */
    static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException goneAgain) {
            return "";
        }
    }
}
