package dev.sennit.transport.deferred;

import java.util.concurrent.CancellationException;

/** The cause in a {@link Deferred} that was cancelled before it had a result. */
public final class DeferredCancelledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    /** Makes the cause. */
    public DeferredCancelledException() {
        super("cancelled");
    }
}
