package dev.sennit.integration.support;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The descriptors of this process. Where the system does not show them, the test is skipped. */
public final class OpenDescriptors {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String LIMIT = "Max open files";

    private OpenDescriptors() {}

    /** Returns how many are open. */
    public static long count() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return abort("this system does not show open descriptors in /proc");
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns how many this process may open. */
    public static int limit() {
        try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
            String soft = limits.filter(line -> line.startsWith(LIMIT))
                    .map(line -> line.substring(LIMIT.length()).strip().replaceAll(" .*", ""))
                    .findFirst()
                    .orElse("0");
            return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
        } catch (IOException noSuchFile) {
            return abort("this system does not show its limits in /proc");
        }
    }
}
