package dev.sennit.x509.watch;

import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Repeats a look at files: a clock gives the time, a worker runs each look, one at a time. */
public final class Watch {
    private final Clock clock;
    private final Executor worker;
    private final Duration period;
    private final Look look;
    private final System.Logger log;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile @Nullable Timer timer;
    private volatile boolean closed;

    /**
     * Makes a watch, which {@link #start} starts.
     *
     * @param worker runs each look, which may block
     * @param log the log of the package that watches
     */
    public Watch(Clock clock, Executor worker, Duration period, Look look, System.Logger log) {
        this.clock = clock;
        this.worker = worker;
        this.period = period;
        this.look = look;
        this.log = log;
    }

    /** A look at files. */
    @FunctionalInterface
    public interface Look {
        /**
         * Looks.
         *
         * @param atOnce whether it was asked for by {@link #reload}, and not due
         */
        void look(boolean atOnce);
    }

    /** Starts the timer: the first look follows after one period. Must be called on a thread that may set timers of the clock. */
    public void start() {
        timer = clock.after(period, this::tick);
        if (closed) {
            stopTimer();
        }
    }

    /** Looks soon, from any thread. */
    public void reload() {
        wanted.set(true);
        work();
    }

    /** Ends the watch and its timer. From any thread. */
    public void close() {
        closed = true;
        stopTimer();
    }

    private void stopTimer() {
        Timer last = timer;
        if (last != null) {
            last.cancel();
        }
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
            // For example, no thread could be started. The next look must not wait for this one.
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
