package dev.sennit.transport.deferred;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one task go on at a time; the others wait, first come first served. It belongs to a lease, not to a thread.
 *
 * <p>All methods may be called from any thread; callbacks run as those of a {@link DeferredSemaphore}.
 */
public final class DeferredLock {
    private final DeferredSemaphore one = new DeferredSemaphore(1);

    /** Makes a free lock. */
    public DeferredLock() {}

    /** Returns the right to go on, once it is free; cancelling before that gives up the place in the line. */
    public Deferred<Lease> acquire() {
        return one.acquire();
    }

    /** Starts the task in its turn, and gives the turn back when the task has succeeded, failed, or thrown. */
    public <T extends @Nullable Object> Deferred<T> run(Supplier<Deferred<T>> task) {
        return one.run(task);
    }
}
