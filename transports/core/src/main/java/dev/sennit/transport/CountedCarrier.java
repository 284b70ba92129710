package dev.sennit.transport;

import org.jspecify.annotations.Nullable;

/**
 * A carrier that counts what it holds for its peer, once there is something to count. For those who write transports.
 *
 * <p>A subclass calls {@link #holdsUnsent} where bytes are left over by a send, and {@link #holdsNothing} when it has ended.
 */
public abstract class CountedCarrier implements Carrier, ConnectionMemory.Owner {
    // Also asked for by other threads that write.
    private volatile @Nullable ConnectionMemory memory;

    /** Makes a carrier that holds nothing yet. */
    protected CountedCarrier() {}

    @Override
    public final ConnectionMemory memory() {
        ConnectionMemory known = memory;
        return known != null ? known : madeMemory();
    }

    /**
     * The bytes that wait to be sent take so much memory now. It may end this carrier before it returns, or another one of
     * this loop, where all of them hold too much. Called on the loop, from a place that stands that.
     */
    protected final void holdsUnsent(long bytes) {
        ConnectionMemory known = memory;
        if (known != null) {
            known.carrierHolds(bytes);
        } else if (bytes > 0) {
            memory().carrierHolds(bytes);
        }
    }

    /** The carrier has ended, and its buffers are free. Called on the loop. */
    protected final void holdsNothing() {
        ConnectionMemory counted;
        synchronized (this) {
            counted = memory;
            memory = ConnectionMemory.UNCOUNTED;
        }
        if (counted != null) {
            counted.end();
        }
    }

    private synchronized ConnectionMemory madeMemory() {
        ConnectionMemory known = memory;
        if (known == null) {
            known = ConnectionMemory.of(this);
            memory = known;
        }
        return known;
    }
}
