package dev.sennit.transport.deferred;

/** What {@link Deferred#await()} throws when the cause is a checked exception; {@link #getCause} is that exception. */
public final class DeferredFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeferredFailure(Throwable cause) {
        super(cause);
    }
}
