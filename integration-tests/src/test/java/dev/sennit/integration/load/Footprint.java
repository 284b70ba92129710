package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.sennit.integration.support.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds that connections could leak.
 *
 * @param descriptors open ones, as the system counts them
 * @param threads live ones
 * @param directBytes in direct buffers
 * @param heapBytes reachable, after a collection
 */
record Footprint(long descriptors, int threads, long directBytes, long heapBytes) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Counts now. Skips the test where the system does not show what is open. */
    static Footprint now() {
        return new Footprint(
                openDescriptors(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum(),
                heapAfterCollection());
    }

    /**
     * Waits until no more is held than before: not one descriptor or thread more, and no more memory than the slack, which
     * is for what is kept on purpose (pools, tables that have grown) or belongs to the virtual machine.
     */
    static void returnsTo(Footprint before, long directSlackBytes, long heapSlackBytes) {
        Until.isTrue(
                () -> now().isWithin(before, directSlackBytes, heapSlackBytes),
                () -> "leaked: " + before + " became " + now());
    }

    private boolean isWithin(Footprint before, long directSlackBytes, long heapSlackBytes) {
        return descriptors <= before.descriptors
                && threads <= before.threads
                && directBytes <= before.directBytes + directSlackBytes
                && heapBytes <= before.heapBytes + heapSlackBytes;
    }

    /** How many descriptors this process may open. */
    static int descriptorLimit() {
        try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
            String soft = limits.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().replaceAll(" .*", ""))
                    .findFirst()
                    .orElse("0");
            return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
        } catch (IOException noSuchFile) {
            return abort("this system does not show its limits in /proc");
        }
    }

    static long openDescriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return abort("this system does not show open descriptors in /proc");
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
