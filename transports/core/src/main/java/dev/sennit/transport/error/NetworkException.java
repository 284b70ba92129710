package dev.sennit.transport.error;

import dev.sennit.transport.bytes.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A failure between two ends. The subclass says which side is at fault.
 *
 * <p>The message is one line and may contain text of the peer. Characters that do not print are escaped, as {@link Printable}
 * does.
 *
 * <p>A protocol may add subclasses for its own failures, such as a reply code.
 */
public abstract class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes a failure with a message, of which characters that do not print are escaped.
     *
     * @param message one line: what was seen and what was wanted
     * @param cause the failure below, or null
     */
    protected NetworkException(String message, @Nullable Throwable cause) {
        super(Printable.of(message), cause);
    }
}
