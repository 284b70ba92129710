package dev.sennit.transport.deferred;

import java.util.Arrays;
import java.util.Set;

/**
 * The stack of a thread that awaited a failure, as a suppressed exception of it. The failure's own stack is that of the
 * thread where it happened, which says nothing of who waited.
 *
 * <p>Threads that share a failure have an entry each. A thread that awaits again replaces its own, and there are no more
 * than {@link #MOST}, so a failure that is kept does not grow.
 */
final class AwaitedBy extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 16;
    private static final Set<String> OF_AWAIT =
            Set.of(AwaitedBy.class.getName(), Waiting.class.getName(), Deferred.class.getName());

    private final long threadId;

    private AwaitedBy(Thread thread) {
        super("awaited by thread '" + thread.getName() + "'");
        threadId = thread.getId();
        StackTraceElement[] all = getStackTrace();
        int first = 0;
        while (first < all.length && OF_AWAIT.contains(all[first].getClassName())) {
            first++;
        }
        setStackTrace(Arrays.copyOfRange(all, first, all.length));
    }

    /** Puts the stack of the calling thread beside the failure's own. Never throws. */
    static void note(Throwable failure) {
        try {
            add(failure, new AwaitedBy(Thread.currentThread()));
        } catch (OutOfMemoryError | StackOverflowError noRoom) {
            // The failure itself says more.
        }
    }

    private static void add(Throwable failure, AwaitedBy here) {
        // The monitor that addSuppressed takes, so that no other thread adds in between.
        synchronized (failure) {
            int entries = 0;
            for (Throwable each : failure.getSuppressed()) {
                if (each instanceof AwaitedBy earlier) {
                    if (earlier.threadId == here.threadId) {
                        earlier.setStackTrace(here.getStackTrace());
                        return;
                    }
                    entries++;
                }
            }
            if (entries < MOST) {
                failure.addSuppressed(here);
            }
        }
    }
}
