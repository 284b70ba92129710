package dev.sennit.transport.time;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the exact order of their deadlines, first in first out among equals: the part that clocks share.
 *
 * <p>For one thread. It neither waits nor wakes anybody: the owner sleeps {@link #nanosToNext} and calls {@link #runNext}.
 * A binary heap; {@code restart} to a later time writes two fields, and the entry moves only when it reaches the top.
 * A cancelled timer leaves at once and holds no memory.
 */
public final class TimerQueue {
    /** Longest delay. Half the range of a long, so that the difference of any two deadlines fits. */
    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2;

    private final LongSupplier nanoTime;
    private @Nullable Entry[] heap = new Entry[16];
    private int size;
    private long sequence;

    /** Makes an empty queue; {@code nanoTime} tells the time that delays count from. */
    public TimerQueue(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * Adds a task to run when the delay has passed.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public Timer schedule(Duration delay, Runnable task) {
        return add(delay, task);
    }

    /** Nanoseconds until the first timer is due: zero or less if it is due now, {@code Long.MAX_VALUE} if there is none. */
    public long nanosToNext() {
        Entry first = first();
        return first == null ? Long.MAX_VALUE : first.deadline - nanoTime.getAsLong();
    }

    /**
     * Runs the first timer whose deadline is not after {@code nowNanos}; answers false when none is due.
     *
     * <p>What the task throws comes out of here; the timer is gone by then and the queue in order. Tasks may set, restart
     * and cancel timers. A task that sets timers without delay can keep this answering true for ever: count the calls.
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
    public void clear() {
        while (size > 0) {
            at(--size).index = -1;
            heap[size] = null;
        }
    }

    Entry add(Duration delay, Runnable task) {
        Entry entry = new Entry(Objects.requireNonNull(task, "task"), deadline(delay), sequence++);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        siftUp(size++, entry);
        return entry;
    }

    /** Takes out the first timer that is due. */
    @Nullable
    Entry poll(long nowNanos) {
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
        Entry last = at(--size);
        heap[size] = null;
        entry.index = -1;
        if (last == entry) {
            return;
        }
        siftDown(index, last);
        if (last.index == index) {
            siftUp(index, last);
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
            if (!isActive()) {
                return false;
            }
            remove(this);
            return true;
        }

        @Override
        public boolean restart(Duration delay) {
            long newDeadline = deadline(delay);
            if (!isActive()) {
                return false;
            }
            deadline = newDeadline;
            sequence = TimerQueue.this.sequence++;
            if (newDeadline - sortDeadline < 0) {
                sortByDeadline();
                siftUp(index, this);
            }
            return true;
        }

        @Override
        public boolean isActive() {
            return index >= 0;
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
