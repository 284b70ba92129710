package dev.sennit.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * What a server process answers on its standard output, a line for each line of its standard input.
 *
 * <pre>
 *   (start)      port N
 *   allocated    bytes allocated so far by all threads but this one
 *   heap         bytes of heap in use after a collection
 *   direct       bytes of direct buffers
 *   (end)        ends the process
 * </pre>
 */
final class ServerConsole {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ServerConsole() {}

    /** Says where the server listens, then answers until the standard input ends. */
    static void run(int port) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("port " + port);
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            say(Long.toString(
                    switch (line) {
                        case "allocated" -> allocatedBytes();
                        case "heap" -> heapBytes();
                        case "direct" -> directBytes();
                        default ->
                            throw new IllegalArgumentException(
                                    "'" + line + "' is no question; allocated, heap and direct are");
                    }));
        }
        System.exit(0);
    }

    /** Prints a line that the other process waits for. */
    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static long allocatedBytes() {
        long own = Thread.currentThread().getId();
        long sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            sum += id == own ? 0 : Math.max(0, THREADS.getThreadAllocatedBytes(id));
        }
        return sum;
    }

    private static long heapBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
