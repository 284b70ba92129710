package dev.sennit.transport.error;

import org.jspecify.annotations.Nullable;

/** Something went wrong between two ends. The subclass says who is to blame. */
public abstract class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NetworkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
