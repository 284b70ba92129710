package dev.sennit.transport;

import org.jspecify.annotations.Nullable;

/**
 * How a connection is opened.
 *
 * @param bind the local address to come from, or null for the system's choice
 * @param noDelay whether small writes leave at once (TCP_NODELAY)
 * @param keepAlive whether the system probes an idle peer (SO_KEEPALIVE)
 * @param marks of the connection
 */
public record ConnectOptions(@Nullable TcpAddress bind, boolean noDelay, boolean keepAlive, WriteMarks marks) {
    /** The system's choice of address, no delay, no probes, the default marks. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, true, false, WriteMarks.DEFAULT);

    /** The same but for the local address. */
    public ConnectOptions withBind(TcpAddress value) {
        return new ConnectOptions(value, noDelay, keepAlive, marks);
    }

    /** The same but for the delay of small writes. */
    public ConnectOptions withNoDelay(boolean value) {
        return new ConnectOptions(bind, value, keepAlive, marks);
    }

    /** The same but for the probes. */
    public ConnectOptions withKeepAlive(boolean value) {
        return new ConnectOptions(bind, noDelay, value, marks);
    }

    /** The same but for the marks. */
    public ConnectOptions withMarks(WriteMarks value) {
        return new ConnectOptions(bind, noDelay, keepAlive, value);
    }
}
