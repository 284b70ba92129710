package dev.sennit.peers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What a peer prints, the last quarter of a mebibyte of it; written by one thread, awaited by others. */
final class PeerLog {
    private static final int LIMIT_BYTES = 256 * 1024;

    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean ended;

    synchronized void add(byte[] bytes, int length) {
        kept.write(bytes, 0, length);
        if (kept.size() > 2 * LIMIT_BYTES) {
            byte[] all = kept.toByteArray();
            kept = new ByteArrayOutputStream();
            kept.writeBytes(Arrays.copyOfRange(all, all.length - LIMIT_BYTES, all.length));
        }
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits until something printed matches; answers whether it did before the log ended and before the limit. */
    synchronized boolean await(Pattern pattern, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!pattern.matcher(text()).find()) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    /** Waits a moment for what was printed last. */
    synchronized void awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); !ended && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
