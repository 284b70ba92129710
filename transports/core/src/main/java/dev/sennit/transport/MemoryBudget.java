package dev.sennit.transport;

import dev.sennit.transport.error.LimitExceededException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all connections of a reactor may hold for their peers together; see {@link ConnectionMemory}. For those
 * who write transports. Any thread.
 *
 * <p>While more is held, reading is paused for each connection that comes to hold more and holds its equal share or more; it
 * goes on once the connection holds less than that, or all of them no more than the budget. When they hold twice the budget,
 * the one that holds most is aborted, at once where the caller is on its loop, and its reason says so.
 *
 * <p>Connections report what they hold when more has gathered than leaves at once, so the bytes of a busy connection whose
 * peer reads cost nothing here.
 */
public final class MemoryBudget {
    /** Holds nobody up. */
    public static final MemoryBudget UNLIMITED = new MemoryBudget(Long.MAX_VALUE);

    private static final Logger LOG = System.getLogger(MemoryBudget.class.getName());
    private static final long LOG_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int PART_OF_HEAP = 4;

    private final long bytes;
    private final long limitBytes;
    private final AtomicLong held = new AtomicLong();
    private final Set<ConnectionMemory> holders = ConcurrentHashMap.newKeySet();

    private final Object lock = new Object();
    private final Set<ConnectionMemory> paused = new HashSet<>();
    /** What those that are to be aborted held when that was decided. */
    private long condemnedBytes;

    private volatile boolean pausesAny;
    private long unlogged;
    private @Nullable Long loggedNanos;

    /**
     * Makes a budget.
     *
     * @param bytes 1 or more; {@link Long#MAX_VALUE} for no limit
     */
    public MemoryBudget(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a memory budget must be 1 byte or more, not " + bytes);
        }
        this.bytes = bytes;
        this.limitBytes = bytes > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * bytes;
    }

    /** A quarter of the most that the heap may grow to: what reactors have by default, in bytes. */
    public static long defaultBytes() {
        return Math.max(1, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** The budget. */
    public long bytes() {
        return bytes;
    }

    /** What all connections hold now. */
    public long heldBytes() {
        return held.get();
    }

    /** A connection holds more or less than before. */
    void changed(ConnectionMemory memory, long delta) {
        if (bytes == Long.MAX_VALUE) {
            return;
        }
        long now = held.addAndGet(delta);
        if (delta > 0) {
            holders.add(memory);
            if (now > bytes) {
                pause(memory);
            }
            if (now > limitBytes) {
                abortLargest();
            }
            return;
        }
        if (memory.heldBytes() == 0) {
            holders.remove(memory);
            if (memory.heldBytes() > 0) {
                // Another thread has queued a write meanwhile, and may have added it before the removal.
                holders.add(memory);
            }
        }
        if (pausesAny) {
            resume(memory);
        }
    }

    /** A connection has ended. */
    void forget(ConnectionMemory memory) {
        holders.remove(memory);
        synchronized (lock) {
            paused.remove(memory);
            condemnedBytes -= memory.condemnedBytes();
            memory.condemn(0);
        }
    }

    private void pause(ConnectionMemory memory) {
        if (!holdsItsShare(memory)) {
            return;
        }
        synchronized (lock) {
            if (!paused.add(memory)) {
                return;
            }
            pausesAny = true;
        }
        applyPause(memory);
        // Memory that was freed meanwhile found nothing to resume.
        resume(memory);
    }

    /** Resumes all connections if they hold no more than the budget, else this one if it holds less than its share. */
    private void resume(ConnectionMemory memory) {
        List<ConnectionMemory> resumed = List.of();
        synchronized (lock) {
            if (held.get() <= bytes) {
                resumed = List.copyOf(paused);
                paused.clear();
            } else if (!holdsItsShare(memory) && paused.remove(memory)) {
                resumed = List.of(memory);
            }
            pausesAny = !paused.isEmpty();
        }
        resumed.forEach(this::applyPause);
    }

    /** Asks again on the loop: the tasks of two threads may run in another order than that of their decisions. */
    private void applyPause(ConnectionMemory memory) {
        onLoop(memory, () -> memory.owner().pauseForMemory(isPaused(memory)));
    }

    private boolean isPaused(ConnectionMemory memory) {
        synchronized (lock) {
            return paused.contains(memory);
        }
    }

    private boolean holdsItsShare(ConnectionMemory memory) {
        return memory.heldBytes() >= held.get() / Math.max(1, holders.size());
    }

    private void abortLargest() {
        ConnectionMemory largest;
        while ((largest = condemnLargest()) != null) {
            ConnectionMemory.Owner owner = largest.owner();
            LimitExceededException cause = exceeded(largest.heldBytes());
            onLoop(largest, () -> owner.abortForMemory(cause));
            log(owner, cause);
        }
    }

    /** Returns the next to be aborted, or null once what the condemned leave over is within the limit. */
    private @Nullable ConnectionMemory condemnLargest() {
        synchronized (lock) {
            if (held.get() - condemnedBytes <= limitBytes) {
                return null;
            }
            ConnectionMemory largest = null;
            long most = 0;
            for (ConnectionMemory each : holders) {
                long holds = each.heldBytes();
                if (holds > most && !each.hasEnded() && each.condemnedBytes() == 0) {
                    largest = each;
                    most = holds;
                }
            }
            if (largest != null) {
                largest.condemn(most);
                condemnedBytes += most;
            }
            return largest;
        }
    }

    private LimitExceededException exceeded(long ofOne) {
        return new LimitExceededException(
                held.get() + " bytes of memory held for the connections of a reactor",
                limitBytes,
                "that is twice its memory budget of " + bytes + " bytes, and this connection held most, " + ofOne);
    }

    private void log(ConnectionMemory.Owner owner, LimitExceededException cause) {
        long now = owner.loop().nanoTime();
        long others;
        synchronized (lock) {
            if (loggedNanos != null && now - loggedNanos < LOG_NANOS) {
                unlogged++;
                return;
            }
            loggedNanos = now;
            others = unlogged;
            unlogged = 0;
        }
        LOG.log(
                Level.WARNING,
                "{0} was aborted: {1}{2}",
                owner,
                cause.getMessage(),
                others == 0 ? "" : "; " + others + " more since the last report");
    }

    private static void onLoop(ConnectionMemory memory, Runnable task) {
        EventLoop loop = memory.owner().loop();
        if (loop.isCurrent()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The connection has ended with its loop.
        }
    }
}
