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
        Outcome<T> known = atOnce ? cell.outcomeNow() : block(cell, limit);
        if (known == null) {
            throw new DeferredTimeoutException(named(cell, what), limit == null ? Duration.ZERO : limit);
        }
        if (known instanceof Success<T> success) {
            return success.value();
        }
        throw unchecked(((Failure<T>) known).cause());
    }

    private static String named(Cell<?> cell, @Nullable String what) {
        return what != null ? what : cell.whatOr("await");
    }

    /** Waits; null if there is no outcome in time. */
    private static <T extends @Nullable Object> @Nullable Outcome<T> block(Cell<T> cell, @Nullable Duration limit)
            throws InterruptedException {
        Thread current = Thread.currentThread();
        Waiter<T> waiter = new Waiter<>(cell);
        boolean mayBlock = !(current instanceof NonBlockingThread);
        Outcome<T> known = mayBlock ? cell.outcomeOrAttach(waiter) : cell.outcomeNow();
        if (known != null) {
            return known;
        }
        if (!mayBlock) {
            throw new IllegalStateException("await on " + current.getName() + ", which must not block");
        }
        try {
            if (limit == null) {
                waiter.settled.await();
            } else if (!waiter.settled.await(nanos(limit), TimeUnit.NANOSECONDS)) {
                return null;
            }
        } finally {
            waiter.detach();
        }
        return cell.outcome();
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
        return new DeferredFailedException(cause);
    }

    /** A stage of a thread that waits: it goes on as soon as the outcome is known, wherever the stages run. */
    private static final class Waiter<T extends @Nullable Object> extends Stage<T> {
        private final CountDownLatch settled = new CountDownLatch(1);

        Waiter(Cell<T> upstream) {
            super(upstream);
        }

        @Override
        void run(Outcome<T> outcome, Work work) {
            settled.countDown();
        }

        @Override
        void outcomeIsKnown() {
            settled.countDown();
        }
    }
}
