package dev.sennit.transport.deferred;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands items over in order to those who take them, whoever comes first. For any thread. */
public final class DeferredQueue<T> {
    private final int maxSize;
    private final int maxWaiting;
    private final Deque<T> items = new ArrayDeque<>();
    private final Set<Deferred.Source<T>> waiting = new LinkedHashSet<>();

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
     * Gives an item to the taker who waits longest, or keeps it.
     *
     * @throws Overflow if nobody waits and the queue is full
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
     * Answers the next item; cancelling before there is one gives up the place in the line.
     *
     * @throws Underflow if there is none and too many wait already
     */
    public Deferred<T> take() {
        Deferred.Source<T> source = new Deferred.Source<>();
        synchronized (items) {
            T item = items.poll();
            if (item != null) {
                return Deferred.of(item);
            }
            if (waiting.size() >= maxWaiting) {
                throw new Underflow(maxWaiting);
            }
            source.onCancel(() -> leaveLine(source));
            waiting.add(source);
        }
        return source.deferred();
    }

    /** Number of items that nobody has taken. */
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

    /** Thrown by {@link #take} when too many wait. */
    public static final class Underflow extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Underflow(int maxWaiting) {
            super("the queue is empty and " + maxWaiting + " wait already");
        }
    }
}
