package dev.sennit.transport.error;

import org.jspecify.annotations.Nullable;

/**
 * The peer sent something that cannot be accepted.
 *
 * <p>A protocol may add subclasses for its own failures, such as a reply that refuses a request.
 */
public abstract class ProtocolException extends NetworkException {
    private static final long serialVersionUID = 1;

    /**
     * Makes a failure with a message, of which characters that do not print are escaped.
     *
     * @param message one line: what the peer sent and what was wanted
     * @param cause the failure below, or null
     */
    protected ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
