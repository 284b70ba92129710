package dev.sennit.transport.time;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The machine's clock with one daemon thread, which lives only while there is something to wait for. */
final class SystemClock implements Clock {
    private static final Logger LOGGER = System.getLogger(SystemClock.class.getName());
    /** Long enough that timers which come one at a time do not start a thread each. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final TimerQueue timers = new TimerQueue(System::nanoTime, this::ensureAwake);
    private final long lingerNanos;
    private final ThreadFactory threads;
    private @Nullable Thread thread;
    /** When the thread will look at the timers next by itself. */
    private long wakeNanos;

    SystemClock(Duration linger) {
        this(linger, timers -> new Thread(timers, "sennit-clock"));
    }

    SystemClock(Duration linger, ThreadFactory threads) {
        this.lingerNanos = linger.toNanos();
        this.threads = threads;
    }

    static Clock instance() {
        return Holder.CLOCK;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return timers.schedule(delay, task);
    }

    /** The running thread, if there is one: for tests. */
    @Nullable
    Thread thread() {
        synchronized (timers) {
            return thread;
        }
    }

    private void ensureAwake() {
        synchronized (timers) {
            if (thread == null && !timers.isEmpty()) {
                start();
            } else if (timers.nanosToNext() - (wakeNanos - System.nanoTime()) < 0) {
                timers.notifyAll();
            }
        }
    }

    private void start() {
        wakeNanos = System.nanoTime();
        Thread created;
        try {
            created = threads.newThread(this::runTimers);
            created.setDaemon(true);
            created.start();
        } catch (OutOfMemoryError noThread) {
            throw new RejectedExecutionException("no thread can be started for the clock's timers", noThread);
        }
        // Not before: else nobody would try again where it cannot be started.
        thread = created;
    }

    private void runTimers() {
        Runnable task;
        while ((task = nextTask()) != null) {
            try {
                task.run();
            } catch (Throwable t) {
                report(t);
            }
        }
    }

    private static void report(Throwable failure) {
        try {
            LOGGER.log(Level.ERROR, "A timer's task failed", failure);
        } catch (Throwable unheard) {
            // A logger may throw, for want of a descriptor say; the others' timers must still run.
        }
    }

    /** Waits for the next task that is due; null when the thread is to end. */
    private @Nullable Runnable nextTask() {
        synchronized (timers) {
            long idleEnd = System.nanoTime() + lingerNanos;
            while (true) {
                long now = System.nanoTime();
                TimerQueue.Entry due = timers.poll(now);
                if (due != null) {
                    return due.task;
                }
                if (!timers.isEmpty()) {
                    idleEnd = now + lingerNanos;
                } else if (idleEnd - now <= 0) {
                    thread = null;
                    return null;
                }
                await(timers.isEmpty() ? idleEnd - now : timers.nanosToNext(), now);
            }
        }
    }

    private void await(long nanos, long now) {
        wakeNanos = now + nanos;
        // Rounded up: a thread that wakes too early would spin.
        long millis = nanos / 1_000_000 + 1;
        try {
            timers.wait(millis);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; the timers that others set must still run.
            LOGGER.log(Level.DEBUG, "Interrupt of the clock's thread ignored", e);
        }
    }

    private static final class Holder {
        static final Clock CLOCK = new SystemClock(LINGER);
    }
}
