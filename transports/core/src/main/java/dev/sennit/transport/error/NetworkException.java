package dev.sennit.transport.error;

import dev.sennit.transport.bytes.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Something went wrong between two ends. The subclass says who is to blame.
 *
 * <p>The message is one line and may hold words of the peer: what does not print in them is shown escaped, as
 * {@link Printable} does.
 */
public abstract class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NetworkException(String message, @Nullable Throwable cause) {
        super(Printable.of(message), cause);
    }
}
