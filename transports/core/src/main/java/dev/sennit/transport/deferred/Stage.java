package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One callback attached to a cell, and the way back from what it feeds to that cell. */
abstract class Stage<A extends @Nullable Object> {
    final Cell<A> upstream;
    // Guarded by the cell in whose list this is.
    @Nullable
    Stage<A> previous;

    @Nullable
    Stage<A> next;
    /** The upstream, or one that stands in for it; null while this runs and after. */
    @Nullable
    Cell<A> listedIn;

    Stage(Cell<A> upstream) {
        this.upstream = upstream;
    }

    /** Takes the outcome; user code in it is guarded by the stage itself. */
    abstract void run(Outcome<A> outcome, Work work);

    /**
     * The outcome is known, and this will run later, somewhere else. Called with the cell locked.
     */
    void outcomeIsKnown() {}

    /** Takes this out of the upstream's list; answers false when it is not there: it runs, or has run. */
    boolean detach() {
        return upstream.detach(this);
    }

    /** Does so for a cancel, which must leave a value that is on its way to this alone. */
    boolean withdraw() {
        return upstream.withdraw(this);
    }

    boolean isOnlyOneWaiting() {
        return upstream.isOnlyStage(this);
    }

    /** Settles a cell with what a callback makes of another cell's outcome. */
    static final class Step<A extends @Nullable Object, B extends @Nullable Object> extends Stage<A> {
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

    /** Settles one cell as another is settled. */
    static final class Follow<T extends @Nullable Object> extends Stage<T> {
        private final Cell<T> follower;

        private Follow(Cell<T> upstream, Cell<T> follower) {
            super(upstream);
            this.follower = follower;
        }

        /** Starts, at once with the outcome if it is known; {@code work} as in {@link Cell#settle}. */
        static <T extends @Nullable Object> void start(Cell<T> upstream, Cell<T> follower, @Nullable Work work) {
            Outcome<T> known = upstream.outcomeInTurn();
            if (known != null) {
                follower.settle(known, upstream.place(), work);
                return;
            }
            Follow<T> follow = new Follow<>(upstream, follower);
            // In this order: a cancel that comes between the two is noted in the follower, one that comes later
            // finds the link.
            upstream.attach(follow);
            if (!follower.linkTo(follow)) {
                follow.detach();
            } else if (follower.isCancelRequested()) {
                Cancel.through(follow, follower);
            }
        }

        @Override
        void run(Outcome<T> outcome, Work work) {
            follower.settle(outcome, upstream.place(), work);
        }
    }

    /** A stage at the end of a chain: feeds no cell. */
    static final class Listener<A extends @Nullable Object> extends Stage<A> {
        private final Consumer<Outcome<A>> consumer;

        Listener(Cell<A> upstream, Consumer<Outcome<A>> consumer) {
            super(upstream);
            this.consumer = consumer;
        }

        @Override
        void run(Outcome<A> outcome, Work work) {
            consumer.accept(outcome);
        }
    }
}
