package dev.sennit.transport.deferred;

import java.util.List;

/** The cause in {@link Deferred#any} when none succeeded; {@link #getSuppressed} holds every cause in input order. */
public final class AllFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AllFailed(List<Throwable> causes) {
        super("all " + causes.size() + " failed, the first with: " + causes.get(0));
        causes.forEach(this::addSuppressed);
    }
}
