package dev.sennit.transport.error;

import org.jspecify.annotations.Nullable;

/** An open connection broke: reset by the peer, unreachable, timed out. */
public final class ConnectionBrokenException extends NetworkException {
    private static final long serialVersionUID = 1;

    /** Makes one that says what happened in a few plain words. */
    public ConnectionBrokenException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
