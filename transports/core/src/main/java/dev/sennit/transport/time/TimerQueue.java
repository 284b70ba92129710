package dev.sennit.transport.time;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the exact order of their deadlines, first in first out among equals: the part that clocks share.
 *
 * <p>All methods may be called from any thread, and so may those of the timers; tasks run on the thread that calls
 * {@link #runNext}, with no lock held. The queue itself does not wait: its owner sleeps {@link #nanosToNext} and calls
 * {@link #runNext}.
 *
 * <p>A binary heap; {@code restart} to a later time writes two fields, and the entry moves only when it reaches the top.
 * A cancelled timer leaves at once and holds no memory.
 */
public final class TimerQueue {
    /** Longest delay. Half the range of a long, so that the difference of any two deadlines fits. */
    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2;

    private final LongSupplier nanoTime;
    private final Runnable wakeOwner;
    private @Nullable Entry[] heap = new Entry[16];
    /** Written under the lock; read without it where zero means that there is nothing to do. */
    private volatile int size;

    private long sequence;

    /** Makes an empty queue whose owner needs no wake-up; delays count from the time that {@code nanoTime} returns. */
    public TimerQueue(LongSupplier nanoTime) {
        this(nanoTime, () -> {});
    }

    /**
     * Makes an empty queue.
     *
     * @param nanoTime returns the time that delays count from
     * @param wakeOwner wakes the thread that sleeps {@link #nanosToNext}; called without the lock, on the thread that sets a
     *     timer, moves one to the front, or cancels the last one. If it throws on {@link #schedule}, the timer is not set
     */
    public TimerQueue(LongSupplier nanoTime, Runnable wakeOwner) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.wakeOwner = Objects.requireNonNull(wakeOwner, "wakeOwner");
    }

    /**
     * Adds a task to run when the delay has passed.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public Timer schedule(Duration delay, Runnable task) {
        Entry entry = add(delay, task);
        try {
            wakeOwner.run();
        } catch (RuntimeException | Error noOwner) {
            entry.cancelQuietly();
            throw noOwner;
        }
        return entry;
    }

    /** Returns the nanoseconds until the first timer is due: zero or less if it is due now, {@code Long.MAX_VALUE} if there is none. */
    public long nanosToNext() {
        return size == 0 ? Long.MAX_VALUE : nanosToFirst();
    }

    private synchronized long nanosToFirst() {
        Entry first = first();
        return first == null ? Long.MAX_VALUE : first.deadline - nanoTime.getAsLong();
    }

    /**
     * Runs the first timer whose deadline is not after {@code nowNanos}; returns false if none is due.
     *
     * <p>What the task throws comes out of here; the timer is gone by then and the queue in order. Tasks may set, restart
     * and cancel timers. A task that sets timers without delay can keep this returning true for ever: count the calls.
     */
    public boolean runNext(long nowNanos) {
        Entry due = poll(nowNanos);
        if (due == null) {
            return false;
        }
        due.task.run();
        return true;
    }

    /** Number of timers that are still to run. */
    public int size() {
        return size;
    }

    /** Whether no timer is left to run. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Cancels every timer. */
    public synchronized void clear() {
        while (size > 0) {
            removeLast().index = -1;
        }
    }

    private synchronized Entry add(Duration delay, Runnable task) {
        Entry entry = new Entry(Objects.requireNonNull(task, "task"), deadline(delay), sequence++);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int last = size;
        size = last + 1;
        siftUp(last, entry);
        return entry;
    }

    /** Takes out the first timer that is due. */
    @Nullable
    Entry poll(long nowNanos) {
        return size == 0 ? null : pollDue(nowNanos);
    }

    private synchronized @Nullable Entry pollDue(long nowNanos) {
        Entry first = first();
        if (first == null || first.deadline - nowNanos > 0) {
            return null;
        }
        remove(first);
        return first;
    }

    /** The first timer, after those at the top that were put off have sunk to their place. */
    private @Nullable Entry first() {
        while (size > 0) {
            Entry top = at(0);
            if (top.sortSequence == top.sequence) {
                return top;
            }
            top.sortByDeadline();
            siftDown(0, top);
        }
        return null;
    }

    private long deadline(Duration delay) {
        return nanoTime.getAsLong() + nanos(delay);
    }

    /** The delay in nanoseconds, at most {@link #MAX_DELAY_NANOS}. */
    static long nanos(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is " + delay + ", wanted zero or more");
        }
        boolean fits = delay.toSeconds() < MAX_DELAY_NANOS / 1_000_000_000L;
        return fits ? delay.toNanos() : MAX_DELAY_NANOS;
    }

    private void remove(Entry entry) {
        int index = entry.index;
        Entry last = removeLast();
        entry.index = -1;
        if (last == entry) {
            return;
        }
        siftDown(index, last);
        if (last.index == index) {
            siftUp(index, last);
        }
    }

    private Entry removeLast() {
        int index = size - 1;
        Entry last = at(index);
        heap[index] = null;
        size = index;
        return last;
    }

    /** Wakes the owner for a timer that is set already, or gone. */
    private void wakeOwnerIfAny() {
        try {
            wakeOwner.run();
        } catch (RejectedExecutionException ended) {
            // The owner has ended, and its timers with it.
        }
    }

    private void siftUp(int from, Entry entry) {
        int index = from;
        while (index > 0) {
            Entry parent = at((index - 1) >>> 1);
            if (parent.sortsBefore(entry)) {
                break;
            }
            place(index, parent);
            index = (index - 1) >>> 1;
        }
        place(index, entry);
    }

    private void siftDown(int from, Entry entry) {
        int index = from;
        int child;
        while ((child = 2 * index + 1) < size) {
            if (child + 1 < size && at(child + 1).sortsBefore(at(child))) {
                child++;
            }
            if (entry.sortsBefore(at(child))) {
                break;
            }
            place(index, at(child));
            index = child;
        }
        place(index, entry);
    }

    private void place(int index, Entry entry) {
        heap[index] = entry;
        entry.index = index;
    }

    @SuppressWarnings("NullAway") // every slot below size is filled
    private Entry at(int index) {
        return heap[index];
    }

    /** A timer in the heap. The heap is ordered by the sort fields, which never lie after the true ones. */
    final class Entry implements Timer {
        final Runnable task;
        private long deadline;
        private long sequence;
        private long sortDeadline;
        private long sortSequence;
        private int index = -1;

        Entry(Runnable task, long deadline, long sequence) {
            this.task = task;
            this.deadline = deadline;
            this.sequence = sequence;
            sortByDeadline();
        }

        @Override
        public boolean cancel() {
            boolean cancelled = cancelQuietly();
            if (cancelled && TimerQueue.this.size == 0) {
                wakeOwnerIfAny();
            }
            return cancelled;
        }

        private boolean cancelQuietly() {
            synchronized (TimerQueue.this) {
                if (index < 0) {
                    return false;
                }
                remove(this);
                return true;
            }
        }

        @Override
        public boolean restart(Duration delay) {
            boolean becameFirst = false;
            synchronized (TimerQueue.this) {
                long newDeadline = deadline(delay);
                if (index < 0) {
                    return false;
                }
                deadline = newDeadline;
                sequence = TimerQueue.this.sequence++;
                if (newDeadline - sortDeadline < 0) {
                    sortByDeadline();
                    siftUp(index, this);
                    becameFirst = index == 0;
                }
            }
            if (becameFirst) {
                wakeOwnerIfAny();
            }
            return true;
        }

        @Override
        public boolean isActive() {
            synchronized (TimerQueue.this) {
                return index >= 0;
            }
        }

        private void sortByDeadline() {
            sortDeadline = deadline;
            sortSequence = sequence;
        }

        private boolean sortsBefore(Entry other) {
            long difference = sortDeadline - other.sortDeadline;
            return difference != 0 ? difference < 0 : sortSequence < other.sortSequence;
        }
    }
}
