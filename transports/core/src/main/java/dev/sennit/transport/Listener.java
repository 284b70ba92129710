package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

/** An open door: accepts connections until it is closed or drained. All methods may be called from any thread. */
public interface Listener {
    /** Where it listens; a port asked for as 0 is the real one here. */
    Address address();

    /** How many connections that it accepted are open now. */
    int connections();

    /**
     * Stops accepting. Connections live on. Repeating it is harmless.
     *
     * @return done when the address is free again
     */
    Deferred<Void> close();

    /**
     * Stops accepting, tells each connection's protocol ({@link Protocol#drainRequested}), delivers the bytes that have
     * arrived, waits for the connections to end, and aborts those still open at the deadline.
     *
     * @param deadline how long to wait, zero or more
     * @return who ended in time and who was cut off, when none is left
     */
    Deferred<DrainReport> drain(Duration deadline);
}
