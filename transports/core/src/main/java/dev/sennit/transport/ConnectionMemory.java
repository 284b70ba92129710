package dev.sennit.transport;

import dev.sennit.transport.error.LimitExceededException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory that one connection holds for its peer, as counted for the {@link MemoryBudget} of its reactor: bytes that
 * wait to be sent, and bytes that have arrived and cannot be used yet. For those who write transports and layers.
 *
 * <p>A carrier makes it when there is something to count, so a connection whose bytes leave at once has none. Called on the
 * connection's loop, but for the methods that say otherwise.
 */
public final class ConnectionMemory {
    /** Counts nothing: for carriers without a budget, and for those that have ended. */
    public static final ConnectionMemory UNCOUNTED = new ConnectionMemory();

    private final MemoryBudget budget;
    private final @Nullable Owner owner;
    /** Written by other threads, and not yet taken over by the loop. */
    private final AtomicLong queued = new AtomicLong();

    // Written on the loop only; read by other threads.
    private volatile long unsent;
    private volatile long unused;
    private volatile boolean ended;
    private volatile long condemnedBytes;
    private long carrierUnsent;
    private long receiverUnused;

    /** The connection whose memory is counted. */
    public interface Owner {
        /** Its loop. */
        EventLoop loop();

        /** Stops or takes up reading, beside what {@link Carrier#pauseReading} has asked for. Called on the loop. */
        void pauseForMemory(boolean paused);

        /** Ends the connection at once, and frees what it holds before this returns. Called on the loop. */
        void abortForMemory(LimitExceededException cause);
    }

    private ConnectionMemory() {
        this.budget = MemoryBudget.UNLIMITED;
        this.owner = null;
        this.ended = true;
    }

    private ConnectionMemory(MemoryBudget budget, Owner owner) {
        this.budget = budget;
        this.owner = owner;
    }

    /** Begins to count for a connection, in the budget of its loop. From any thread. */
    public static ConnectionMemory of(Owner owner) {
        MemoryBudget budget =
                owner.loop() instanceof LoopMember.Loop home ? home.memoryBudget() : MemoryBudget.UNLIMITED;
        return new ConnectionMemory(budget, owner);
    }

    /** The carrier's unsent bytes are so many now. */
    public void carrierHolds(long bytes) {
        long delta = bytes - carrierUnsent;
        carrierUnsent = bytes;
        add(delta, 0);
    }

    /**
     * A layer, or whatever else stands above the carrier, holds more or less than before.
     *
     * @param unsentBytes more bytes that wait to be sent; fewer if negative
     * @param unusedBytes more bytes that have arrived and cannot be used yet; fewer if negative
     */
    public void add(long unsentBytes, long unusedBytes) {
        if (ended || (unsentBytes == 0 && unusedBytes == 0)) {
            return;
        }
        long nowUnsent = unsent + unsentBytes;
        long nowUnused = unused + unusedBytes;
        unsent = nowUnsent;
        unused = nowUnused;
        budget.changed(this, unsentBytes + unusedBytes);
    }

    /** The connection has ended, and holds nothing more. */
    public void end() {
        add(-unsent, -unused);
        ended = true;
        budget.forget(this);
    }

    /** Bytes that wait to be sent, without those that are {@linkplain #queued queued}. From any thread. */
    public long unsentBytes() {
        return unsent;
    }

    /** All that is held. From any thread. */
    public long heldBytes() {
        return queued.get() + unsent + unused;
    }

    /** Sets how many bytes have arrived that the connection keeps for the protocol. */
    public void receiverKeeps(long bytes) {
        long delta = bytes - receiverUnused;
        receiverUnused = bytes;
        add(0, delta);
    }

    /**
     * Adds to the bytes that other threads have written and the loop has not yet taken, or takes from them. From any thread.
     *
     * @param bytes negative to take off; every byte that is added must be taken off
     */
    public void queued(long bytes) {
        if (this != UNCOUNTED) {
            queued.addAndGet(bytes);
            budget.changed(this, bytes);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Returns how many bytes this held when the budget decided to abort the connection; 0 if it did not. From any thread. */
    public long condemnedBytes() {
        return condemnedBytes;
    }

    void condemn(long bytes) {
        condemnedBytes = bytes;
    }

    /** Only of one that counts: the budget knows no other. */
    Owner owner() {
        return Objects.requireNonNull(owner);
    }
}
