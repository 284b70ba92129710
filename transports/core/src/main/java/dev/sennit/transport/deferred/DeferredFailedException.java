package dev.sennit.transport.deferred;

/** What {@link Deferred#await()} throws when the cause is a checked exception; {@link #getCause} is that exception. */
public final class DeferredFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeferredFailedException(Throwable cause) {
        super(cause);
    }
}
