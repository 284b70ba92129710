package dev.sennit.transport;

import dev.sennit.transport.error.ConnectionBrokenException;
import java.time.Duration;

/**
 * How long a connection waits for its peer after {@link Transport#close}. Those of a connection are a
 * {@linkplain Transport#feature feature}. Immutable: each {@code with} method returns changed timeouts.
 */
public final class CloseTimeouts {
    /** 30 s to take what is left to send, and 2 s to end its own side. */
    public static final CloseTimeouts DEFAULT = new CloseTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(2));

    private final Duration flush;
    private final Duration linger;

    private CloseTimeouts(Duration flush, Duration linger) {
        this.flush = flush;
        this.linger = linger;
    }

    /** Returns how long the peer may take nothing of what is left to send before the connection is aborted as broken. */
    public Duration flush() {
        return flush;
    }

    /**
     * Returns how long the connection waits for the peer's own end, after everything was sent and the output has ended. If it
     * closed sooner, the system could reset the connection, and the peer could lose what was sent to it.
     */
    public Duration linger() {
        return linger;
    }

    /** Returns these timeouts with another {@link #flush}, over zero. */
    public CloseTimeouts withFlush(Duration value) {
        return new CloseTimeouts(requirePositive("flush", value), linger);
    }

    /** Returns these timeouts with another {@link #linger}, over zero. */
    public CloseTimeouts withLinger(Duration value) {
        return new CloseTimeouts(flush, requirePositive("linger", value));
    }

    /** Returns the failure of a connection whose peer took nothing of {@code rest} for {@link #flush}. For those who write transports. */
    public ConnectionBrokenException notFlushed(String rest) {
        return new ConnectionBrokenException(
                "after close() the peer took nothing of " + rest + " for " + flush.toSeconds() + " s", null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CloseTimeouts timeouts
                && flush.equals(timeouts.flush)
                && linger.equals(timeouts.linger);
    }

    @Override
    public int hashCode() {
        return 31 * flush.hashCode() + linger.hashCode();
    }

    @Override
    public String toString() {
        return "close timeouts of " + flush + " to flush and " + linger + " to linger";
    }

    private static Duration requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("the " + name + " timeout must be over zero, not " + value);
        }
        return value;
    }
}
