package dev.sennit.transport.nio;

import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.deferred.NonBlockingThread;
import dev.sennit.transport.nio.socket.Sockets;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * The loops of a reactor that carry the sockets of one kind.
 *
 * @param sockets opens them
 * @param loops one or more
 * @param turn whose turn it is
 */
record LoopGroup(Sockets sockets, List<NioLoop> loops, AtomicInteger turn) {
    /**
     * What loops of a group share.
     *
     * @param whenStarted runs as the thread of a loop starts, or goes on, on the thread that caused it
     * @param whenBroken is told when a loop broke and its channels are closed; on the loop, again if it throws
     */
    record Home(
            Sockets sockets,
            MemoryBudget memoryBudget,
            Runnable whenStarted,
            Consumer<Throwable> whenBroken,
            Executor workers) {}

    /** Returns the loop that the calling thread is, or the next in turn. */
    NioLoop next() {
        NioLoop own = current();
        return own != null ? own : dealt();
    }

    /** Returns the loop that the calling thread is, if it is one of these. */
    @Nullable
    NioLoop current() {
        for (NioLoop loop : loops) {
            if (loop.isCurrent()) {
                return loop;
            }
        }
        return null;
    }

    /** Returns the next in turn that has not broken, if any is left. */
    NioLoop dealt() {
        NioLoop dealt = nextInTurn();
        for (int others = loops.size() - 1; dealt.hasEnded() && others > 0; others--) {
            dealt = nextInTurn();
        }
        return dealt;
    }

    List<NioLoop> unbroken() {
        return loops.stream().filter(loop -> !loop.hasEnded()).toList();
    }

    private NioLoop nextInTurn() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /**
     * Looks from outside, on a daemon thread, whether one callback holds a loop for too long, and says so once, with the
     * stack that holds it. The thread runs while any loop does.
     */
    static final class StallWatch {
        private static final Logger LOG = System.getLogger(LoopGroup.class.getPackageName() + ".StallWatch");

        private final List<NioLoop> loops;
        private final long limitNanos;
        private final ThreadFactory threads;
        /** The number of each loop's callback at the last look, since when, and whether a stall of it was reported. */
        private final long[] seen;

        private final long[] since;
        private final boolean[] told;
        private @Nullable Thread thread;

        StallWatch(List<NioLoop> loops, NioSettings settings) {
            this(loops, settings, watch -> new Thread(watch, "sennit-stall-watch"));
        }

        /**
         * Makes a watch; no thread runs yet.
         *
         * @param loops as many as the settings say by the time of the first {@link #wake}
         */
        StallWatch(List<NioLoop> loops, NioSettings settings, ThreadFactory threads) {
            this.loops = loops;
            this.seen = new long[settings.loops()];
            this.since = new long[settings.loops()];
            this.told = new boolean[settings.loops()];
            this.limitNanos = settings.stallLimit().toNanos();
            this.threads = threads;
        }

        /** A loop's thread has started. Without a thread for the watch it runs unwatched, until the next starts. */
        synchronized void wake() {
            Thread running = thread;
            if (running == null || !running.isAlive()) {
                try {
                    Thread watcher = threads.newThread(this::watch);
                    watcher.setDaemon(true);
                    watcher.start();
                    thread = watcher;
                } catch (RuntimeException | Error noThread) {
                    // The loop serves; what called it must not fail for want of somebody who looks on.
                }
            }
        }

        private void watch() {
            do {
                LockSupport.parkNanos(Math.max(1, limitNanos / 4));
            } while (goesOn());
        }

        private boolean goesOn() {
            try {
                look(System.nanoTime());
                return !ended();
            } catch (RuntimeException | Error passing) {
                // For want of memory, perhaps. The next look may find some; no failure ends the watch.
                return true;
            }
        }

        private void look(long now) {
            for (int i = 0; i < seen.length; i++) {
                long number = loops.get(i).callbackNumber();
                boolean inCallback = (number & 1) == 1;
                if (number != seen[i] || !inCallback) {
                    seen[i] = number;
                    since[i] = now;
                    told[i] = false;
                } else if (!told[i] && now - since[i] >= limitNanos) {
                    told[i] = true;
                    report(loops.get(i));
                }
            }
        }

        private synchronized boolean ended() {
            // Takes no memory, unlike an iterator or a stream.
            for (int i = 0; i < seen.length; i++) {
                if (loops.get(i).thread() != null) {
                    return false;
                }
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

        /** A callback held a loop over the limit, for Java Flight Recorder. */
        @Name("dev.sennit.LoopStall")
        @Label("Loop Stall")
        @Category("Sennit")
        @StackTrace(false)
        static final class LoopStallEvent extends Event {
            @Label("Loop")
            @Nullable
            String loop;

            @Label("Stack")
            @Nullable
            String stack;
        }
    }

    /** The thread of one loop; nothing may wait on it. */
    static final class LoopThread extends Thread implements NonBlockingThread {
        LoopThread(Runnable loop, String name) {
            super(loop, name);
            setDaemon(false);
        }
    }
}
