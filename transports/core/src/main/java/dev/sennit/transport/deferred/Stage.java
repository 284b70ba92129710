package dev.sennit.transport.deferred;

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
}
