package dev.sennit.transport;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is opened. Immutable: each {@code with} method returns changed options.
 */
public final class ConnectOptions {
    /** The system chooses the local address; no delay, no probes, the default marks. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(null, true, false, WaterMarks.DEFAULT);

    private final @Nullable TcpAddress bind;
    private final boolean noDelay;
    private final boolean keepAlive;
    private final WaterMarks marks;

    private ConnectOptions(@Nullable TcpAddress bind, boolean noDelay, boolean keepAlive, WaterMarks marks) {
        this.bind = bind;
        this.noDelay = noDelay;
        this.keepAlive = keepAlive;
        this.marks = marks;
    }

    /** Returns the local address to connect from; empty if the system chooses. */
    public Optional<TcpAddress> bind() {
        return Optional.ofNullable(bind);
    }

    /** Returns these options with a local address to connect from. */
    public ConnectOptions withBind(TcpAddress value) {
        return new ConnectOptions(value, noDelay, keepAlive, marks);
    }

    /** Returns whether small writes leave at once (TCP_NODELAY). */
    public boolean noDelay() {
        return noDelay;
    }

    /** Returns these options with the delay of small writes off or on. */
    public ConnectOptions withNoDelay(boolean value) {
        return new ConnectOptions(bind, value, keepAlive, marks);
    }

    /** Returns whether the system probes an idle peer (SO_KEEPALIVE). */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** Returns these options with probes of an idle peer on or off. */
    public ConnectOptions withKeepAlive(boolean value) {
        return new ConnectOptions(bind, noDelay, value, marks);
    }

    /** Returns the write marks of the connection. */
    public WaterMarks marks() {
        return marks;
    }

    /** Returns these options with other write marks. */
    public ConnectOptions withMarks(WaterMarks value) {
        return new ConnectOptions(bind, noDelay, keepAlive, value);
    }
}
