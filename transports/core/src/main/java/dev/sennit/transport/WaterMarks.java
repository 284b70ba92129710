package dev.sennit.transport;

/**
 * How many bytes may wait to be sent on a connection: above the high mark its protocol is asked to pause writing, at the low mark
 * it may write on, and the limit is for the writes of other threads (rules T6 and T12 of {@link Transport}). Set them with
 * {@link ListenOptions#withMarks} and {@link ConnectOptions#withMarks}. Those of an open connection are a
 * {@linkplain Transport#feature feature}; a layer with a backlog of its own measures that by them.
 */
public final class WaterMarks {
    /** 16 KiB, 64 KiB, and a limit of 4 MiB more. */
    public static final WaterMarks DEFAULT = new WaterMarks(16 * 1024, 64 * 1024);

    private static final long ROOM_BYTES = 4L * 1024 * 1024;

    private final int lowBytes;
    private final int highBytes;
    private final long limitBytes;

    /**
     * Makes marks with a limit of 4 MiB over the high mark.
     *
     * @param lowBytes at this many bytes or fewer, {@code writeResumed} is called; 0 or more
     * @param highBytes above this many bytes, {@code writePaused} is called; at least {@code lowBytes}
     */
    public WaterMarks(int lowBytes, int highBytes) {
        this(lowBytes, highBytes, highBytes + ROOM_BYTES);
    }

    private WaterMarks(int lowBytes, int highBytes, long limitBytes) {
        if (lowBytes < 0 || highBytes < lowBytes || limitBytes < highBytes) {
            throw new IllegalArgumentException("write marks must be 0 <= low <= high <= limit, not low " + lowBytes
                    + ", high " + highBytes + ", limit " + limitBytes);
        }
        this.lowBytes = lowBytes;
        this.highBytes = highBytes;
        this.limitBytes = limitBytes;
    }

    /** Where {@code writeResumed} follows. */
    public int lowBytes() {
        return lowBytes;
    }

    /** Over this {@code writePaused} comes. */
    public int highBytes() {
        return highBytes;
    }

    /** Over this a write of another thread than the loop's aborts the connection (rule T12 of {@link Transport}). */
    public long limitBytes() {
        return limitBytes;
    }

    /**
     * Returns the same marks with another limit for the writes of other threads.
     *
     * @param value at least {@link #highBytes}
     */
    public WaterMarks withLimit(long value) {
        return new WaterMarks(lowBytes, highBytes, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaterMarks marks
                && lowBytes == marks.lowBytes
                && highBytes == marks.highBytes
                && limitBytes == marks.limitBytes;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * lowBytes + highBytes) + Long.hashCode(limitBytes);
    }

    @Override
    public String toString() {
        return "write marks of " + lowBytes + " and " + highBytes + " bytes, limit " + limitBytes;
    }
}
