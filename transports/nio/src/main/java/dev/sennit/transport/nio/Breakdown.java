package dev.sennit.transport.nio;

import org.jspecify.annotations.Nullable;

/**
 * The last steps of a loop that broke. A step that fails is tried again, since each that succeeds frees memory, and then
 * left for the next: whatever the failure, the others are taken.
 */
final class Breakdown {
    private static final int TRIES = 3;
    /**
     * More than the steps themselves allocate. G1 gives memory out by regions, of 1 MiB in small heaps, and an array of half a
     * region or more has its regions to itself: to let less go would leave no region free.
     */
    private static final int RESERVE_BYTES = 1024 * 1024;

    private final Step[] steps;

    @SuppressWarnings("UnusedVariable") // Held to be let go.
    private byte @Nullable [] reserve = new byte[RESERVE_BYTES];

    /** One step; it may be taken again after it has failed. */
    interface Step {
        void take(Throwable failure);
    }

    /** Prepares the steps, to be taken in this order. */
    Breakdown(Step... steps) {
        this.steps = steps;
    }

    /** Takes every step. Never throws. */
    void run(Throwable failure) {
        reserve = null;
        for (Step step : steps) {
            for (int tries = 0; tries < TRIES && !taken(step, failure); tries++) {}
        }
    }

    private static boolean taken(Step step, Throwable failure) {
        try {
            step.take(failure);
            return true;
        } catch (Throwable again) {
            // A report would need the memory that the steps after this one free.
            return false;
        }
    }
}
