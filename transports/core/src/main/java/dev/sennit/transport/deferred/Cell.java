package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.deferred.Outcome.Success;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.LoopClock;
import dev.sennit.transport.time.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The state behind a Deferred: an outcome once there is one, the stages that wait for it, and what to cancel.
 *
 * <p>Locks: each method holds this cell's monitor for a few field accesses and calls nothing foreign under it. No two
 * cells' monitors are ever held together.
 */
final class Cell<T extends @Nullable Object> {
    final Clock clock;
    /** Where the stages run; null: where this is settled. Set before the outcome is, and never changed after. */
    private @Nullable Executor place;
    /** What time-outs say was waited for; null for nothing in particular. */
    private final @Nullable String what;
    /** Next in the list of a {@link Work}; a cell is in one at most, since only one may drain it. */
    @Nullable
    Cell<?> nextInWork;

    private volatile @Nullable Outcome<T> outcome;
    private @Nullable Stage<T> first;
    private @Nullable Stage<T> last;
    /** Somebody runs the stages, or is about to: others only append. */
    private boolean draining;
    /** The stages have been sent to their place, and none has run there yet. */
    private boolean posted;

    private boolean observed;
    /** More than one has looked: none of them alone has the value. */
    private boolean shared;

    private @Nullable FailureWatch watch;

    /** Where the outcome will come from, when it comes from another cell. */
    private @Nullable Stage<?> link;

    private @Nullable Runnable canceller;
    /** Runs the canceller now: till it is done nobody else may settle this, so that a cancel has the last word. */
    private @Nullable Thread cancelling;
    /** Cancelled while a callback was running: the Deferred it returns is cancelled then. */
    private boolean cancelRequested;

    Cell(Clock clock, @Nullable Executor place) {
        this(clock, place, null);
    }

    Cell(Clock clock, @Nullable Executor place, @Nullable String what) {
        this.clock = clock;
        this.place = place;
        this.what = what;
    }

    /** Returns the place that a clock gives: itself if it is a loop, and otherwise none. */
    static @Nullable Executor loopOf(Clock clock) {
        return clock instanceof LoopClock loop ? loop : null;
    }

    /** Makes a cell for the same outcome. */
    Cell<T> same() {
        return new Cell<>(clock, place(), what);
    }

    /** Makes a cell for the same outcome, whose stages run elsewhere. */
    Cell<T> sameAt(@Nullable Executor other) {
        return new Cell<>(clock, other, what);
    }

    /** Where the stages run. Before this is settled it may be null and become a place, after that it does not change. */
    @Nullable
    Executor place() {
        return place;
    }

    String whatOr(String unnamed) {
        return what == null ? unnamed : what;
    }

    @Nullable
    Outcome<T> outcome() {
        return outcome;
    }

    boolean isDone() {
        return outcome != null;
    }

    /** Settles from outside any stage; returns false if this was settled before. */
    boolean settle(Outcome<T> value) {
        return settle(value, null, null);
    }

    /**
     * Settles, unless settled or being cancelled.
     *
     * @param from where the outcome comes from: the place of this cell too, if it has none
     * @param work runs the stages; if null, they run before this returns, unless their place is elsewhere
     */
    boolean settle(Outcome<T> value, @Nullable Executor from, @Nullable Work work) {
        Stage<?> oldLink;
        boolean drain;
        boolean unobserved;
        synchronized (this) {
            if (outcome != null || isCancelledElsewhere()) {
                return false;
            }
            if (place == null) {
                place = from;
            }
            outcome = value;
            oldLink = link;
            link = null;
            canceller = null;
            drain = first != null;
            draining = drain;
            unobserved = !observed;
        }
        if (oldLink != null) {
            oldLink.detach();
        }
        if (unobserved && value instanceof Failure<T> failure && !(failure.cause() instanceof CancellationException)) {
            watch(failure.cause());
        }
        if (drain) {
            Work.drain(this, work);
        }
        return true;
    }

    /** Appends a stage, and runs it if the outcome is known and no earlier stage is waiting. */
    void attach(Stage<T> stage) {
        FailureWatch stale;
        boolean drain;
        synchronized (this) {
            append(stage);
            stale = observe();
            drain = outcome != null && !draining;
            draining |= drain;
        }
        if (stale != null) {
            stale.stop();
        }
        if (drain) {
            Work.drain(this, null);
        }
    }

    /** The outcome, if known and no earlier stage is waiting for its turn; counts as looking at it. */
    @Nullable
    Outcome<T> outcomeInTurn() {
        FailureWatch stale;
        synchronized (this) {
            if (outcome == null || draining) {
                return null;
            }
            stale = observe();
        }
        if (stale != null) {
            stale.stop();
        }
        return outcome;
    }

    /**
     * Appends a stage that a thread waits for. Returns the outcome instead if it is known, unless earlier stages run now:
     * stages that have been sent elsewhere may have to wait there for this thread.
     */
    @Nullable
    Outcome<T> outcomeOrAttach(Stage<T> waiter) {
        FailureWatch stale;
        Outcome<T> known;
        synchronized (this) {
            known = draining && !posted ? null : outcome;
            if (known == null) {
                append(waiter);
            }
            stale = observe();
        }
        if (stale != null) {
            stale.stop();
        }
        return known;
    }

    /** The outcome, if known, though earlier stages may still wait for their turn; counts as looking at it. */
    @Nullable
    Outcome<T> outcomeNow() {
        FailureWatch stale;
        synchronized (this) {
            if (outcome == null) {
                return null;
            }
            stale = observe();
        }
        if (stale != null) {
            stale.stop();
        }
        return outcome;
    }

    /** The stages are about to be sent to their place; threads that wait for the outcome do not wait for that. */
    synchronized void sent() {
        posted = true;
        for (Stage<T> stage = first; stage != null; stage = stage.next) {
            stage.outcomeIsKnown();
        }
    }

    /** The stages have come to their place. */
    synchronized void arrived() {
        posted = false;
    }

    /** Returns the next stage to run; null ends the draining. */
    synchronized @Nullable Stage<T> nextStage() {
        Stage<T> stage = first;
        if (stage == null) {
            draining = false;
        } else {
            unlist(stage);
        }
        return stage;
    }

    synchronized boolean detach(Stage<T> stage) {
        if (stage.listedIn != this) {
            return false;
        }
        unlist(stage);
        return true;
    }

    /** Takes out a stage that is cancelled, but not one that the value is on its way to: nobody else would have it. */
    synchronized boolean withdraw(Stage<T> stage) {
        return (shared || !(outcome instanceof Success)) && detach(stage);
    }

    synchronized boolean isOnlyStage(Stage<T> stage) {
        return first == stage && last == stage && outcome == null;
    }

    synchronized @Nullable Stage<?> link() {
        return link;
    }

    /** Says where the outcome will come from; answers false if there is one already. */
    synchronized boolean linkTo(Stage<?> newLink) {
        if (outcome != null || isCancelledElsewhere()) {
            return false;
        }
        link = newLink;
        canceller = null;
        return true;
    }

    synchronized boolean isCancelRequested() {
        return cancelRequested;
    }

    /** Notes a cancel that found the callback running; answers false if there is something to cancel meanwhile. */
    synchronized boolean requestCancel(Stage<?> seenLink) {
        if (link != seenLink) {
            return false;
        }
        cancelRequested = true;
        return true;
    }

    synchronized void onCancel(Runnable newCanceller) {
        if (outcome == null) {
            canceller = newCanceller;
        }
    }

    /** Begins to cancel: from now on only this thread settles; answers false if there is another to do or to ask. */
    synchronized boolean beginCancel() {
        if (outcome != null || link != null || isCancelledElsewhere()) {
            return false;
        }
        cancelling = Thread.currentThread();
        return true;
    }

    synchronized boolean isBeingCancelled() {
        return outcome == null && cancelling != null;
    }

    synchronized @Nullable Runnable takeCanceller() {
        Runnable taken = canceller;
        canceller = null;
        return taken;
    }

    /** Called when the time to look at a failure is over; answers whether nobody has. */
    synchronized boolean isUnobserved() {
        watch = null;
        return !observed;
    }

    private void watch(Throwable cause) {
        FailureWatch started = FailureWatch.start(this, cause);
        synchronized (this) {
            if (!observed) {
                watch = started;
                return;
            }
        }
        started.stop();
    }

    private @Nullable FailureWatch observe() {
        shared |= observed;
        observed = true;
        FailureWatch stale = watch;
        watch = null;
        return stale;
    }

    private boolean isCancelledElsewhere() {
        return cancelling != null && cancelling != Thread.currentThread();
    }

    private void append(Stage<T> stage) {
        stage.listedIn = this;
        stage.previous = last;
        if (last == null) {
            first = stage;
        } else {
            last.next = stage;
        }
        last = stage;
    }

    private void unlist(Stage<T> stage) {
        Stage<T> before = stage.previous;
        Stage<T> after = stage.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        stage.previous = null;
        stage.next = null;
        stage.listedIn = null;
    }

    /** Reports a failure that nobody looks at in time. */
    private static final class FailureWatch {
        private static final Duration TIMEOUT = Duration.ofSeconds(10);
        private static final Logger LOGGER = System.getLogger(Deferred.class.getName());

        private final @Nullable Timer timer;

        private FailureWatch(@Nullable Timer timer) {
            this.timer = timer;
        }

        static FailureWatch start(Cell<?> cell, Throwable cause) {
            Runnable report = () -> {
                if (cell.isUnobserved()) {
                    LOGGER.log(Level.WARNING, "A Deferred failed and nobody looked at it for 10 s", cause);
                }
            };
            try {
                return new FailureWatch(cell.clock.after(TIMEOUT, report));
            } catch (RuntimeException | Error e) {
                // A loop that has ended takes no timer: the failure is worth reporting still.
                return onSystemClock(report);
            }
        }

        private static FailureWatch onSystemClock(Runnable report) {
            try {
                return new FailureWatch(Clock.system().after(TIMEOUT, report));
            } catch (RuntimeException | Error noThread) {
                // Whoever settles the Deferred must not fail for want of somebody who watches it.
                return new FailureWatch(null);
            }
        }

        void stop() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
