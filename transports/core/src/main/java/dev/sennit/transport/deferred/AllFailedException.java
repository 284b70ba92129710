package dev.sennit.transport.deferred;

import java.util.List;

/**
 * The cause in {@link Deferred#any} when none succeeded. {@link #causes} holds every cause in input order, and so does
 * {@link #getSuppressed}, behind which {@link Deferred#await()} adds who waited.
 */
public final class AllFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int count;

    AllFailedException(List<Throwable> causes) {
        super("all " + causes.size() + " failed, the first with: " + causes.get(0));
        count = causes.size();
        causes.forEach(this::addSuppressed);
    }

    /** Returns every cause, in input order; the list cannot be modified. */
    public List<Throwable> causes() {
        return List.of(getSuppressed()).subList(0, count);
    }
}
