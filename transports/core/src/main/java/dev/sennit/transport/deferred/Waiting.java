package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.deferred.Outcome.Success;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Blocking a thread until a cell is settled. */
final class Waiting {
    private Waiting() {}

    /**
     * Answers the value; no limit if that is null.
     *
     * @param what is waited for; null for the name of the cell
     */
    static <T extends @Nullable Object> T await(Cell<T> cell, @Nullable Duration limit, @Nullable String what)
            throws InterruptedException {
        if (limit != null && limit.isNegative()) {
            throw new IllegalArgumentException("limit is " + limit + ", wanted zero or more");
        }
        boolean atOnce = limit != null && limit.isZero();
        Outcome<T> known = atOnce ? cell.outcomeNow() : cell.outcomeInTurn();
        if (known == null && atOnce) {
            throw new DeferredTimeout(named(cell, what), Duration.ZERO);
        }
        if (known == null) {
            Thread current = Thread.currentThread();
            if (current instanceof NonBlockingThread) {
                throw new IllegalStateException("await on " + current.getName() + ", which must not block");
            }
            known = block(cell, limit, what);
        }
        if (known instanceof Success<T> success) {
            return success.value();
        }
        throw unchecked(((Failure<T>) known).cause());
    }

    private static String named(Cell<?> cell, @Nullable String what) {
        return what != null ? what : cell.whatOr("await");
    }

    private static <T extends @Nullable Object> Outcome<T> block(
            Cell<T> cell, @Nullable Duration limit, @Nullable String what) throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(1);
        Listener<T> listener = new Listener<>(cell, outcome -> settled.countDown());
        cell.attach(listener);
        try {
            if (limit == null) {
                settled.await();
            } else if (!settled.await(nanos(limit), TimeUnit.NANOSECONDS)) {
                throw new DeferredTimeout(named(cell, what), limit);
            }
        } finally {
            listener.detach();
        }
        Outcome<T> outcome = cell.outcome();
        if (outcome == null) {
            throw new AssertionError("listener ran before the outcome was set");
        }
        return outcome;
    }

    private static long nanos(Duration limit) {
        return limit.toSeconds() < Long.MAX_VALUE / 1_000_000_000L ? limit.toNanos() : Long.MAX_VALUE;
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            AwaitedBy.note(error);
            throw error;
        }
        if (cause instanceof RuntimeException unchecked) {
            AwaitedBy.note(unchecked);
            return unchecked;
        }
        return new DeferredFailure(cause);
    }
}
