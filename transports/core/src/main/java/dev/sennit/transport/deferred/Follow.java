package dev.sennit.transport.deferred;

import org.jspecify.annotations.Nullable;

/** Settles one cell as another is settled. */
final class Follow<T extends @Nullable Object> extends Stage<T> {
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
        // In this order: a cancel that comes between the two is noted in the follower, one that comes later finds the
        // link.
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
