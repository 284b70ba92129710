package dev.sennit.transport.spi;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.error.TlsFailedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * What an {@link ConnectionGroup} logs of its connections: at DEBUG each accept, each end with its reason, and each connection that
 * came to no protocol. A handshake that fails on this side is a warning, since every later one may fail in the same way; at
 * most {@value #FAULTS} such warnings come in a span of {@link #SPAN}. Safe for use by several loops at once.
 */
final class ConnectionGroupLog {
    static final int FAULTS = 5;
    static final Duration SPAN = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(ConnectionGroup.class.getName());

    private boolean counting;
    private long spanBegan;
    private int faults;
    private long leftOut;

    void accepted(Connection connection) {
        log(Level.DEBUG, "accepted {0} at {1}", connection.peer(), connection.local());
    }

    void notOpened(Connection connection, Throwable cause) {
        if (!isOurs(cause)) {
            log(Level.DEBUG, "{0} was accepted but not opened: {1}", connection, String.valueOf(cause.getMessage()));
        } else if (admits(connection.loop().nanoTime())) {
            log(
                    Level.WARNING,
                    "{0} was accepted but not opened, by a fault on this side: {1}{2}",
                    connection,
                    String.valueOf(cause.getMessage()),
                    leftOut());
        }
    }

    void ended(Connection connection, CloseReason reason) {
        log(Level.DEBUG, "{0} {1}", connection, reason);
    }

    /** A logger that throws must not end the connection, nor the loop that accepts. */
    private static void log(Level level, String format, Object... parameters) {
        try {
            LOG.log(level, format, parameters);
        } catch (RuntimeException | Error unwritten) {
            FaultLog.report(LOG, "a connection could not be logged", unwritten);
        }
    }

    /** Tells whether this side failed. What a callback or a factory throws is logged where it is caught. */
    private static boolean isOurs(Throwable cause) {
        return cause instanceof TlsFailedException failure && failure.kind() == TlsFailedException.Kind.INTERNAL;
    }

    private synchronized boolean admits(long now) {
        if (!counting || now - spanBegan >= SPAN.toNanos()) {
            counting = true;
            spanBegan = now;
            faults = 0;
        }
        if (faults < FAULTS) {
            faults++;
            return true;
        }
        leftOut++;
        return false;
    }

    /** Returns what to add to a warning about those before it that were not logged. */
    private synchronized String leftOut() {
        String said = leftOut == 0 ? "" : " (" + leftOut + " more such connections before it were not logged)";
        leftOut = 0;
        return said;
    }
}
