package dev.sennit.x509.watch;

import dev.sennit.transport.time.Clock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks again and again: woken by a clock, on a worker, never twice at once. */
public final class Watch {
    private final Clock clock;
    private final Executor worker;
    private final Duration period;
    private final Look look;
    private final System.Logger log;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Prepares it.
     *
     * @param worker runs each look, which may block
     * @param log of the package that it is done for
     */
    public Watch(Clock clock, Executor worker, Duration period, Look look, System.Logger log) {
        this.clock = clock;
        this.worker = worker;
        this.period = period;
        this.look = look;
        this.log = log;
    }

    /** What is done each time. */
    @FunctionalInterface
    public interface Look {
        /**
         * Looks.
         *
         * @param atOnce because somebody wants it, not because it is time
         */
        void look(boolean atOnce);
    }

    /** Looks for the first time when the period has passed. Call where a timer of the clock may be set. */
    public void start() {
        clock.after(period, this::tick);
    }

    /** Looks soon, from any thread. */
    public void reload() {
        wanted.set(true);
        work();
    }

    /** Looks no more; the timer ends when it is due. From any thread. */
    public void close() {
        closed = true;
    }

    private void tick() {
        if (!closed) {
            start();
            work();
        }
    }

    private void work() {
        if (closed || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            worker.execute(this::run);
        } catch (RejectedExecutionException e) {
            log.log(Level.DEBUG, "the worker has ended, and so does the watch over files", e);
            close();
        } catch (RuntimeException | Error e) {
            // For want of a thread, say: the next look is not to wait for this one.
            busy.set(false);
            log.log(Level.WARNING, "no look at files was possible; the next follows in its time", e);
        }
    }

    private void run() {
        try {
            look.look(wanted.getAndSet(false));
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "looking at files failed; the last good ones stay in use", e);
        } finally {
            busy.set(false);
        }
        if (wanted.get()) {
            work();
        }
    }
}
