package dev.sennit.integration.load;

import dev.sennit.integration.support.OpenDescriptors;
import dev.sennit.integration.support.Until;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process holds that connections could leak.
 *
 * @param descriptors open ones, as the system counts them
 * @param threads live ones
 * @param directBytes in direct buffers
 * @param heapBytes reachable, after a collection
 */
record Footprint(long descriptors, int threads, long directBytes, long heapBytes) {
    /** Counts now. Skips the test where the system does not show what is open. */
    static Footprint now() {
        return new Footprint(
                OpenDescriptors.count(),
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

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
