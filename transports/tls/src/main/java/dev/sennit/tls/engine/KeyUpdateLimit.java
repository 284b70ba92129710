package dev.sennit.tls.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Bounds a peer's key updates (RFC 8446, section 4.6.3) by their rate and by the data between them. A number of them may come at once;
 * each second and each 64 KiB of data allow one more. A connection may live as long as it likes.
 */
public final class KeyUpdateLimit {
    private static final long NANOS_EACH = Duration.ofSeconds(1).toNanos();
    private static final long BYTES_EACH = 64 * 1024;

    private final int most;
    private final LongSupplier nanoTime;
    private long sinceNanos;
    private long bytes;
    private long counted;

    /**
     * Makes the limit of one connection.
     *
     * @param most how many may come at once, 1 or more
     * @param nanoTime the time of the connection's clock
     */
    public KeyUpdateLimit(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** Notes received data. */
    public void received(int count) {
        bytes += count;
    }

    /** Counts one key update; returns whether it is allowed. */
    public boolean admits() {
        long now = nanoTime.getAsLong();
        if (counted == 0) {
            sinceNanos = now;
            bytes = 0;
        }
        long seconds = (now - sinceNanos) / NANOS_EACH;
        sinceNanos += seconds * NANOS_EACH;
        counted = Math.max(0, counted - seconds - bytes / BYTES_EACH);
        bytes %= BYTES_EACH;
        counted++;
        return counted <= most;
    }

    /** Returns the limit and the rate, in words. */
    public String text() {
        return "the limit (keyUpdates) is " + most + " at once, and one more for each second and each 64 KiB of data";
    }
}
