package dev.sennit.command;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps a log short of what others can make it say: some lines in each span of time, then how many were left out. For one
 * thread at a time.
 */
final class LineLimit {
    static final int LINES = 20;
    static final Duration SPAN = Duration.ofSeconds(10);

    private long spanBeganNanos;
    private boolean spanBegan;
    private int lines;
    private long leftOut;

    /** Whether a line of this moment, of a monotonic clock, is to be shown. */
    boolean admits(long nowNanos) {
        if (!spanBegan || nowNanos - spanBeganNanos >= SPAN.toNanos()) {
            spanBegan = true;
            spanBeganNanos = nowNanos;
            lines = 0;
        }
        if (lines < LINES) {
            lines++;
            return true;
        }
        leftOut++;
        return false;
    }

    /** What is to be said, before the next line that is admitted, of those left out; once. */
    Optional<String> leftOut() {
        if (leftOut == 0) {
            return Optional.empty();
        }
        String said = leftOut + " more such lines were left out; --verbose shows all";
        leftOut = 0;
        return Optional.of(said);
    }
}
