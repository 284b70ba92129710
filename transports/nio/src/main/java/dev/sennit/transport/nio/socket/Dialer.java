package dev.sennit.transport.nio.socket;

import dev.sennit.transport.error.ConnectFailedException;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** One connection on its way out. On its loop. */
public interface Dialer {
    /** Opens a channel for one try: non-blocking, set up, not yet connecting. It is closed by the caller, always. */
    SocketChannel open() throws IOException;

    /**
     * Begins to connect.
     *
     * @return true if it is connected; false if {@code OP_CONNECT} will report the outcome
     */
    boolean connect(SocketChannel channel) throws IOException;

    /** Whether the failure means that the peer's accept queue is full, so that a retry makes sense. */
    boolean isBusy(IOException failure);

    /** Returns the failure to report for this error of the system. */
    ConnectFailedException failed(IOException failure);

    /** Returns the kind of stream that the connection will be. */
    StreamKind kind();
}
