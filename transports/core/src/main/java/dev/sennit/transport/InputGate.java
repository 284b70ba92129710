package dev.sennit.transport;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a protocol may hear of input now, and what is kept for it meanwhile. Carriers stop at once when paused; what
 * is kept here is what a layer had already unpacked, or what one protocol handed to the next.
 */
final class InputGate {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private boolean pausedByProtocol;
    private boolean pausedByMarks;
    private boolean endKept;
    /** Whether the first bytes are being delivered: then they are not kept, unless they are given back. */
    private boolean firstInDelivery;
    /** Bytes that were kept and taken before; in memory of their own, not a carrier's. They come before the others. */
    private ByteBuffer first = NOTHING;

    private @Nullable ByteQueue kept;

    boolean isPaused() {
        return pausedByProtocol || pausedByMarks;
    }

    /** Whether anything waits for its turn. An end behind the bytes that are being delivered begins to wait after them. */
    boolean keepsAnything() {
        return kept != null || (!firstInDelivery && (endKept || first.hasRemaining()));
    }

    /** Whether input may pass straight through, with nothing before it. */
    boolean isOpen() {
        return !pausedByProtocol && !pausedByMarks && !keepsAnything();
    }

    boolean isPausedByProtocol() {
        return pausedByProtocol;
    }

    void pausedByProtocol(boolean paused) {
        pausedByProtocol = paused;
    }

    void pausedByMarks(boolean paused) {
        pausedByMarks = paused;
    }

    void keep(ByteBuffer data) {
        ByteQueue queue = kept;
        if (queue == null) {
            queue = new ByteQueue();
            kept = queue;
        }
        queue.add(data.duplicate());
    }

    /**
     * Keeps bytes that come before those kept already. A protocol that pauses after each message gives the rest back each
     * time: that is copied only once half of it has been used, so that all copies together cost no more than the bytes, and
     * few bytes hold little memory.
     */
    @SuppressWarnings("ReferenceEquality") // the same memory, not equal bytes
    void keepFirst(ByteBuffer data) {
        if (firstInDelivery && data == first && data.remaining() >= data.capacity() / 2) {
            // The protocol may read on in its own buffer.
            first = data.duplicate();
            firstInDelivery = false;
            return;
        }
        ByteBuffer later = takeKept();
        if (data.hasRemaining()) {
            keep(data);
        }
        if (later.hasRemaining()) {
            keep(later);
        }
    }

    int keptBytes() {
        ByteQueue queue = kept;
        return (firstInDelivery ? 0 : first.remaining()) + (queue == null ? 0 : queue.length());
    }

    void keepEnd() {
        endKept = true;
    }

    ByteBuffer takeKept() {
        ByteBuffer taken = NOTHING;
        if (!firstInDelivery) {
            taken = first;
            first = NOTHING;
        }
        ByteQueue queue = kept;
        kept = null;
        if (queue == null) {
            return taken;
        }
        Bytes behind = queue.takeAll();
        return (taken.hasRemaining() ? Bytes.copyOf(taken).plus(behind) : behind).asReadOnlyBuffer();
    }

    /** Says that these bytes, which were taken from here, are being delivered. */
    void deliveryBegins(ByteBuffer taken) {
        first = taken;
        firstInDelivery = true;
    }

    /** Says that the delivery is over. */
    void deliveryEnds() {
        if (firstInDelivery) {
            firstInDelivery = false;
            first = NOTHING;
        }
    }

    boolean takeEnd() {
        boolean end = endKept;
        endKept = false;
        return end;
    }

    void drop() {
        kept = null;
        first = NOTHING;
        firstInDelivery = false;
        endKept = false;
    }
}
