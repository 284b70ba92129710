package dev.sennit.transport;

/**
 * When a connection's unsent bytes are many, and when they are few again. Those of an open connection are a
 * {@linkplain Transport#feature feature}; a layer with a backlog of its own measures that by them.
 *
 * @param lowBytes at or under this {@code writeResumed} follows; 0 or more
 * @param highBytes over this {@code writePaused} comes; at least {@code lowBytes}
 */
public record WriteMarks(int lowBytes, int highBytes) {
    /** 16 KiB and 64 KiB. */
    public static final WriteMarks DEFAULT = new WriteMarks(16 * 1024, 64 * 1024);

    /** Checks the order of the marks. */
    public WriteMarks {
        if (lowBytes < 0 || highBytes < lowBytes) {
            throw new IllegalArgumentException(
                    "write marks must be 0 <= low <= high, not low " + lowBytes + ", high " + highBytes);
        }
    }
}
