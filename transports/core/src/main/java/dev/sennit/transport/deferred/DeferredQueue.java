package dev.sennit.transport.deferred;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands items over, in order, to takers that wait in line.
 *
 * <p>All methods may be called from any thread. A taker that waits is called back on the thread that puts its item or
 * closes the queue, and otherwise on its own; {@link Deferred#on} moves it to a loop.
 */
public final class DeferredQueue<T> {
    private final int maxSize;
    private final int maxWaiting;
    private final Deque<T> items = new ArrayDeque<>();
    private final Set<Deferred.Source<T>> waiting = new LinkedHashSet<>();
    private @Nullable Throwable closedBy;

    /**
     * Makes an empty queue that holds at most {@code maxSize} items and {@code maxWaiting} takers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public DeferredQueue(int maxSize, int maxWaiting) {
        if (maxSize < 0 || maxWaiting < 0) {
            throw new IllegalArgumentException(
                    "maxSize is " + maxSize + ", maxWaiting is " + maxWaiting + ", wanted zero or more");
        }
        this.maxSize = maxSize;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Gives an item to the taker that waits longest, or keeps it.
     *
     * @throws Overflow if no taker waits and the queue is full
     * @throws Closed if the queue is closed
     */
    public void put(T item) {
        Objects.requireNonNull(item, "item");
        for (Deferred.Source<T> taker = takerOrKeep(item, true); taker != null; taker = takerOrKeep(item, false)) {
            // False for one that is cancelled at this moment.
            if (taker.succeed(item)) {
                return;
            }
        }
    }

    /**
     * Takes the next item. Cancelling before there is one gives up the place in the line.
     *
     * @return the item; fails with {@link Underflow} if there is none and {@code maxWaiting} takers wait already, and with the
     *     cause of the close if the queue is closed and empty
     */
    public Deferred<T> take() {
        Deferred.Source<T> source = new Deferred.Source<>();
        synchronized (items) {
            T item = items.poll();
            if (item != null) {
                return Deferred.of(item);
            }
            if (closedBy != null) {
                return Deferred.failed(closedBy);
            }
            if (waiting.size() >= maxWaiting) {
                return Deferred.failed(new Underflow(maxWaiting));
            }
            source.onCancel(() -> leaveLine(source));
            waiting.add(source);
        }
        return source.deferred();
    }

    /** Does {@link #close(Throwable)} with a {@link Closed} as the cause. */
    public void close() {
        close(new Closed());
    }

    /**
     * Takes no more items, and fails the takers that wait with this cause. Items that the queue holds may still be taken;
     * a {@link #take} after the last of them fails with the cause too. A second close does nothing.
     */
    public void close(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        List<Deferred.Source<T>> last;
        synchronized (items) {
            if (closedBy != null) {
                return;
            }
            closedBy = cause;
            last = List.copyOf(waiting);
            waiting.clear();
        }
        last.forEach(taker -> taker.fail(cause));
    }

    /** Returns the number of items that no taker has taken. */
    public int size() {
        synchronized (items) {
            return items.size();
        }
    }

    private Deferred.@Nullable Source<T> takerOrKeep(T item, boolean firstTry) {
        synchronized (items) {
            var line = waiting.iterator();
            if (line.hasNext()) {
                Deferred.Source<T> taker = line.next();
                line.remove();
                return taker;
            }
            if (firstTry && closedBy != null) {
                throw new Closed(closedBy);
            }
            if (!firstTry) {
                // It was accepted once, and is older than what came meanwhile.
                items.addFirst(item);
            } else if (items.size() >= maxSize) {
                throw new Overflow(maxSize);
            } else {
                items.addLast(item);
            }
            return null;
        }
    }

    private void leaveLine(Deferred.Source<T> source) {
        synchronized (items) {
            waiting.remove(source);
        }
    }

    /** Thrown by {@link #put} on a full queue. */
    public static final class Overflow extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Overflow(int maxSize) {
            super("the queue is full with " + maxSize + " items");
        }
    }

    /** Why {@link #take} fails when too many takers wait. */
    public static final class Underflow extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Underflow(int maxWaiting) {
            super("the queue is empty and " + maxWaiting + " wait already");
        }
    }

    /** Why {@link #take} fails on a queue that was closed without another cause, and thrown by {@link #put} on a closed one. */
    public static final class Closed extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("the queue is closed");
        }

        Closed(Throwable cause) {
            super("the queue is closed", cause instanceof Closed ? null : cause);
        }
    }
}
