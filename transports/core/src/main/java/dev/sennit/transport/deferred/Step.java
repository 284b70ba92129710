package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import org.jspecify.annotations.Nullable;

/** Settles a cell with what a callback makes of another cell's outcome. */
final class Step<A extends @Nullable Object, B extends @Nullable Object> extends Stage<A> {
    private final Cell<B> downstream;
    private final Callback<A, B> callback;

    Step(Cell<A> upstream, Cell<B> downstream, Callback<A, B> callback) {
        super(upstream);
        this.downstream = downstream;
        this.callback = callback;
    }

    /** Makes an outcome, or answers a cell to follow. */
    sealed interface Callback<A extends @Nullable Object, B extends @Nullable Object> {}

    /** A callback that makes an outcome; what it throws becomes a failure. */
    non-sealed interface Settling<A extends @Nullable Object, B extends @Nullable Object> extends Callback<A, B> {
        Outcome<B> apply(Outcome<A> outcome);
    }

    /** A callback that answers a cell to follow, or null to pass the outcome on unchanged. */
    non-sealed interface Composing<A extends @Nullable Object, B extends @Nullable Object> extends Callback<A, B> {
        @Nullable
        Cell<B> apply(Outcome<A> outcome);
    }

    @Override
    void run(Outcome<A> outcome, Work work) {
        try {
            if (callback instanceof Settling<A, B> settling) {
                downstream.settle(settling.apply(outcome), upstream.place(), work);
            } else if (callback instanceof Composing<A, B> composing) {
                follow(composing.apply(outcome), outcome, work);
            }
        } catch (Throwable t) {
            // Errors too: a Deferred that never settles would hide them for good.
            downstream.settle(new Failure<>(t), upstream.place(), work);
        }
    }

    private void follow(@Nullable Cell<B> inner, Outcome<A> outcome, Work work) {
        if (inner == null) {
            downstream.settle(unchanged(outcome), upstream.place(), work);
        } else if (inner == downstream) {
            throw new IllegalStateException("a callback returned the Deferred that waits for it");
        } else {
            Follow.start(inner, downstream, work);
        }
    }

    /** The same outcome for another type: a failure has no value, and a value passes only where the types are equal. */
    @SuppressWarnings("unchecked")
    static <A extends @Nullable Object, B extends @Nullable Object> Outcome<B> unchanged(Outcome<A> outcome) {
        return (Outcome<B>) outcome;
    }
}
