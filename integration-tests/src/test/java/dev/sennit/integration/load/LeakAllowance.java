package dev.sennit.integration.load;

/** How much memory may still be held after many connections have ended without being a leak. */
final class LeakAllowance {
    /** Two loops' pools of chunks, 1.5 MiB each, and the hidden buffers that the JDK keeps for each thread. */
    static final long DIRECT_BYTES = 8L * 1024 * 1024;

    private static final long HEAP_BYTES = 512L * 1024;

    private LeakAllowance() {}

    /**
     * On the heap: tables that have grown and do not shrink, 150 bytes for each connection that was open at once, and half
     * a mebibyte of the virtual machine's and the test's own. One connection's objects alone are over 600 bytes.
     */
    static long heapBytes(int openAtOnce) {
        return HEAP_BYTES + 150L * openAtOnce;
    }
}
