package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Passes an outcome on if it comes in time, and otherwise cancels where it would come from. */
final class TimeLimit<T extends @Nullable Object> extends Stage<T> {
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
        boolean ours = expired && outcome instanceof Failure<T> failure && failure.cause() instanceof DeferredCancelled;
        downstream.settle(ours ? timedOut() : outcome, upstream.place(), work);
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
        // The cancel may have met a callback that runs now, or that wants to try again: the limit holds all the same.
        // Not against a value that was there in time and is on its way: it would be lost.
        if (!upstream.isDone()) {
            downstream.settle(timedOut());
        }
    }

    private Outcome<T> timedOut() {
        return new Failure<>(new DeferredTimeout(what, limit));
    }
}
