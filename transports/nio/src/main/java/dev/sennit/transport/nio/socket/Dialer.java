package dev.sennit.transport.nio.socket;

import dev.sennit.transport.error.ConnectFailedException;
import java.io.IOException;

/** One connection on its way out. On its loop. */
public interface Dialer {
    /**
     * Begins to connect. If the channel is not connected yet, {@code OP_CONNECT} reports the outcome.
     *
     * @throws IOException if it fails at once; nothing is left open then
     */
    StreamChannel dial() throws IOException;

    /** Whether the failure means that the peer's accept queue is full, so that a retry makes sense. */
    boolean isBusy(IOException failure);

    /** Returns the failure to report for this error of the system. */
    ConnectFailedException failed(IOException failure);
}
