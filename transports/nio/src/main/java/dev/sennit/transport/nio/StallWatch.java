package dev.sennit.transport.nio;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks from outside, on a daemon thread, whether one callback holds a loop for too long, and says so once, with the
 * stack that holds it. The thread runs while any loop does.
 */
final class StallWatch {
    private static final Logger LOG = System.getLogger(StallWatch.class.getName());

    private final List<NioLoop> loops;
    private final long limitNanos;
    private final ThreadFactory threads;
    private @Nullable Thread thread;

    StallWatch(List<NioLoop> loops, NioSettings settings) {
        this(loops, settings, watch -> new Thread(watch, "sennit-stall-watch"));
    }

    StallWatch(List<NioLoop> loops, NioSettings settings, ThreadFactory threads) {
        this.loops = loops;
        this.limitNanos = settings.stallLimit().toNanos();
        this.threads = threads;
    }

    /** A loop's thread has started. Without a thread for the watch it runs unwatched, until the next starts. */
    synchronized void wake() {
        if (thread == null) {
            try {
                Thread watcher = threads.newThread(this::watch);
                watcher.setDaemon(true);
                watcher.start();
                thread = watcher;
            } catch (OutOfMemoryError noThread) {
                // The loop serves; what called it must not fail for want of somebody who looks on.
            }
        }
    }

    private void watch() {
        long[] seen = new long[loops.size()];
        long[] since = new long[loops.size()];
        do {
            LockSupport.parkNanos(Math.max(1, limitNanos / 4));
            long now = System.nanoTime();
            for (int i = 0; i < seen.length; i++) {
                long number = loops.get(i).callbackNumber();
                boolean inCallback = (number & 1) == 1;
                if (number != seen[i] || !inCallback) {
                    seen[i] = number;
                    since[i] = now;
                } else if (since[i] != Long.MAX_VALUE && now - since[i] >= limitNanos) {
                    since[i] = Long.MAX_VALUE;
                    report(loops.get(i));
                }
            }
        } while (!ended());
    }

    private synchronized boolean ended() {
        if (loops.stream().anyMatch(loop -> loop.thread() != null)) {
            return false;
        }
        thread = null;
        return true;
    }

    private void report(NioLoop loop) {
        Thread held = loop.thread();
        if (held == null) {
            return;
        }
        try {
            StringBuilder stack = new StringBuilder();
            for (StackTraceElement frame : held.getStackTrace()) {
                stack.append("\n    at ").append(frame);
            }
            LoopStallEvent event = new LoopStallEvent();
            event.loop = loop.toString();
            event.stack = stack.toString();
            event.commit();
            LOG.log(
                    Level.WARNING,
                    "{0} has been held up by one callback for over {1} ms; blocking work belongs on Reactor.workers(){2}",
                    loop,
                    limitNanos / 1_000_000,
                    stack);
        } catch (RuntimeException | Error unheard) {
            // A logger that throws, for want of a descriptor perhaps, must not end the watch.
        }
    }
}
