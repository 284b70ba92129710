package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Cancelling: upwards from a cell to the place its outcome comes from, in a loop, since chains may be long. */
final class Cancel {
    private Cancel() {}

    /** Cancels what the cell waits for; answers false if it is settled already. */
    static boolean of(Cell<?> cell) {
        Cell<?> current = cell;
        while (!cell.isDone()) {
            Stage<?> link = current.link();
            if (link == null) {
                if (root(current)) {
                    return true;
                }
                // A result overtook the cancel here: it may still be caught on its way down.
                current = cell;
            } else if (link.isOnlyOneWaiting()) {
                current = link.upstream;
            } else if (alone(link) || current.requestCancel(link)) {
                return true;
            }
        }
        return false;
    }

    /** Cancels on behalf of one stage that feeds a cell: as a cancel of that cell does. */
    static void through(Stage<?> stage, Cell<?> fed) {
        if (stage.isOnlyOneWaiting()) {
            of(stage.upstream);
        } else if (!alone(stage)) {
            fed.requestCancel(stage);
        }
    }

    /**
     * Takes the stage out of a list where others go on waiting, and tells it that it is cancelled; answers false if it
     * runs, has run, or is about to with a value that nobody else has.
     */
    private static <A extends @Nullable Object> boolean alone(Stage<A> stage) {
        if (!stage.withdraw()) {
            return false;
        }
        Cell<A> standIn = stage.upstream.same();
        standIn.settle(new Failure<>(new DeferredCancelledException()));
        standIn.attach(stage);
        return true;
    }

    /** Cancels the cell itself; answers false if it has been settled or linked meanwhile. */
    private static <T extends @Nullable Object> boolean root(Cell<T> cell) {
        if (!cell.beginCancel()) {
            return cell.isBeingCancelled();
        }
        Runnable canceller = cell.takeCanceller();
        DeferredCancelledException cancelled = new DeferredCancelledException();
        if (canceller != null) {
            try {
                canceller.run();
            } catch (RuntimeException | Error e) {
                cancelled.addSuppressed(e);
            }
        }
        cell.settle(new Failure<>(cancelled));
        return true;
    }

    /** Passes an outcome on if it comes in time, and otherwise cancels where it would come from. */
    static final class TimeLimit<T extends @Nullable Object> extends Stage<T> {
        private final Cell<T> downstream;
        private final String what;
        private final Duration limit;
        private volatile boolean expired;
        private volatile @Nullable Timer timer;

        TimeLimit(Cell<T> upstream, Cell<T> downstream, String what, Duration limit) {
            super(upstream);
            this.downstream = downstream;
            this.what = what;
            this.limit = limit;
        }

        void start(Clock clock) {
            downstream.linkTo(this);
            upstream.attach(this);
            if (downstream.isDone()) {
                return;
            }
            try {
                timer = clock.after(limit, this::expire);
            } catch (RuntimeException e) {
                detach();
                throw e;
            }
            if (downstream.isDone()) {
                // The result came between, and found no timer to stop yet.
                stopTimer();
            }
        }

        @Override
        void run(Outcome<T> outcome, Work work) {
            downstream.settle(expired && isCancelled(outcome) ? timedOut() : outcome, upstream.place(), work);
            // Not before: a start that finds this unsettled has set the timer by now.
            stopTimer();
        }

        private void stopTimer() {
            Timer pending = timer;
            timer = null;
            if (pending != null) {
                pending.cancel();
            }
        }

        private void expire() {
            if (downstream.isDone()) {
                return;
            }
            expired = true;
            Cancel.of(downstream);
            // The cancel may have met a callback that runs now, or that wants to try again, or a loop that is busy:
            // the limit holds all the same. Not against another outcome that is on its way: a value would be lost.
            Outcome<T> known = upstream.outcome();
            if (known == null || isCancelled(known)) {
                downstream.settle(timedOut());
            }
        }

        private static boolean isCancelled(Outcome<?> outcome) {
            return outcome instanceof Failure<?> failure && failure.cause() instanceof DeferredCancelledException;
        }

        private Outcome<T> timedOut() {
            return new Failure<>(new DeferredTimeoutException(what, limit));
        }
    }
}
