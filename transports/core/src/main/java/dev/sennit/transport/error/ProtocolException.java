package dev.sennit.transport.error;

import org.jspecify.annotations.Nullable;

/** What the peer sent was not acceptable. */
public abstract class ProtocolException extends NetworkException {
    private static final long serialVersionUID = 1;

    ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
