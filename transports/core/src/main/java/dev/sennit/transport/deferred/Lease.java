package dev.sennit.transport.deferred;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to go on that a {@link DeferredLock} or {@link DeferredSemaphore} gave; whoever has it gives it back once. */
public final class Lease {
    private final DeferredSemaphore owner;
    private final AtomicBoolean released = new AtomicBoolean();

    Lease(DeferredSemaphore owner) {
        this.owner = owner;
    }

    /**
     * Gives it back; the one who waits longest gets its turn before this returns, as a rule.
     *
     * @throws IllegalStateException if it was given back before
     */
    public void release() {
        if (!released.compareAndSet(false, true)) {
            throw new IllegalStateException("lease released twice");
        }
        owner.giveBack();
    }
}
