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
     * @return true if it is connected; false if {@code OP_CONNECT} will tell
     */
    boolean connect(SocketChannel channel) throws IOException;

    /** Whether it may only be a matter of time: the peer lives, and has more to let in than it can. */
    boolean isBusy(IOException failure);

    /** Says what such a failure means. */
    ConnectFailedException failed(IOException failure);

    /** What the connection will be. */
    StreamKind kind();
}
