package dev.sennit.socks.server;

import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listener of one BIND. {@link #close} closes it even while it is still being opened. Safe for use by several threads.
 */
final class BindListener {
    private final Clock clock;
    private final Deferred.Source<Void> closed;
    private @Nullable Listener listener;
    private boolean isOpening;
    private boolean isClosing;

    BindListener(Clock clock) {
        this.clock = clock;
        this.closed = new Deferred.Source<>(clock);
    }

    /**
     * Opens the listener, once, unless {@link #close} was called.
     *
     * @return the listener; cancelled if {@link #close} was called before it was open
     */
    Deferred<Listener> open(Supplier<Deferred<Listener>> opener) {
        if (!begin()) {
            return Deferred.failed(new DeferredCancelledException());
        }
        Deferred.Source<Listener> opened = new Deferred.Source<>(clock);
        // Not cancelled with what waits for it: the listener may be open by then, and must be closed.
        start(opener).handle((made, failure) -> {
            if (made == null) {
                closed.succeed(null);
                opened.fail(failure == null ? new IllegalStateException("no listener") : failure);
            } else if (keep(made)) {
                opened.succeed(made);
            } else {
                shut(made);
                opened.deferred().cancel();
            }
            return null;
        });
        return opened.deferred();
    }

    /** Closes the listener, now or as soon as it is open. Repeating it is harmless. */
    void close() {
        Listener open;
        boolean neverOpened;
        synchronized (this) {
            if (isClosing) {
                return;
            }
            isClosing = true;
            open = listener;
            neverOpened = !isOpening;
        }
        if (open != null) {
            shut(open);
        } else if (neverOpened) {
            closed.succeed(null);
        }
    }

    /** Done when the listener has been closed, or was never open. */
    Deferred<Void> closed() {
        return closed.deferred();
    }

    private static Deferred<Listener> start(Supplier<Deferred<Listener>> opener) {
        try {
            return opener.get();
        } catch (RuntimeException failure) {
            return Deferred.failed(failure);
        }
    }

    private synchronized boolean begin() {
        isOpening = true;
        return !isClosing;
    }

    private synchronized boolean keep(Listener made) {
        listener = made;
        return !isClosing;
    }

    private void shut(Listener open) {
        open.close().handle((none, failure) -> closed.succeed(null));
    }
}
