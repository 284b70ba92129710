package dev.sennit.transport.deferred;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a limited number of tasks go on at a time; the others wait, first come first served.
 *
 * <p>All methods may be called from any thread. A task that has waited goes on where the lease before it was given back, and
 * otherwise on its own thread; {@link Deferred#on} moves it to a loop. The result of {@link #run} calls back where the
 * task's own Deferred does.
 */
public final class DeferredSemaphore {
    private final Set<Deferred.Source<Lease>> waiting = new LinkedHashSet<>();
    private int permits;

    /**
     * Makes a semaphore that lets {@code permits} go on at a time.
     *
     * @throws IllegalArgumentException if that is less than one
     */
    public DeferredSemaphore(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits is " + permits + ", wanted one or more");
        }
        this.permits = permits;
    }

    /** Returns the right to go on, once it is free; cancelling before that gives up the place in the line. */
    public Deferred<Lease> acquire() {
        Deferred.Source<Lease> source = new Deferred.Source<>();
        synchronized (waiting) {
            if (permits == 0) {
                source.onCancel(() -> leaveLine(source));
                waiting.add(source);
                return source.deferred();
            }
            permits--;
        }
        return Deferred.of(new Lease(this));
    }

    /** Starts the task in its turn, and gives the turn back when the task has succeeded, failed, or thrown. */
    public <T extends @Nullable Object> Deferred<T> run(Supplier<Deferred<T>> task) {
        Objects.requireNonNull(task, "task");
        return acquire().thenCompose(lease -> started(task).whenComplete((value, cause) -> lease.release()));
    }

    private static <T extends @Nullable Object> Deferred<T> started(Supplier<Deferred<T>> task) {
        try {
            return Objects.requireNonNull(task.get(), "the task returned null, wanted a Deferred");
        } catch (Throwable t) {
            return Deferred.failed(t);
        }
    }

    void giveBack() {
        Lease lease = new Lease(this);
        for (Deferred.Source<Lease> next = nextOrFree(); next != null; next = nextOrFree()) {
            // False for one that is cancelled at this moment.
            if (next.succeed(lease)) {
                return;
            }
        }
    }

    private Deferred.@Nullable Source<Lease> nextOrFree() {
        synchronized (waiting) {
            var line = waiting.iterator();
            if (!line.hasNext()) {
                permits++;
                return null;
            }
            Deferred.Source<Lease> next = line.next();
            line.remove();
            return next;
        }
    }

    private void leaveLine(Deferred.Source<Lease> source) {
        synchronized (waiting) {
            waiting.remove(source);
        }
    }
}
