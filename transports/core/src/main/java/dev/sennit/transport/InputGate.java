package dev.sennit.transport;

import dev.sennit.transport.bytes.ByteQueue;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a protocol may hear of input now, and what is kept for it meanwhile. Carriers stop at once when paused; what
 * is kept here is what a layer had already unpacked, or what one protocol handed to the next.
 */
final class InputGate {
    private boolean pausedByProtocol;
    private boolean pausedByMarks;
    private boolean endKept;
    private @Nullable ByteQueue kept;

    boolean isPaused() {
        return pausedByProtocol || pausedByMarks;
    }

    boolean keepsAnything() {
        return kept != null || endKept;
    }

    /** Whether input may pass straight through, with nothing before it. */
    boolean isOpen() {
        return !pausedByProtocol && !pausedByMarks && kept == null && !endKept;
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

    /** Keeps bytes that come before those kept already. */
    void keepFirst(ByteBuffer data) {
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
        return queue == null ? 0 : queue.length();
    }

    void keepEnd() {
        endKept = true;
    }

    ByteBuffer takeKept() {
        ByteQueue queue = kept;
        kept = null;
        return queue == null ? ByteBuffer.allocate(0) : queue.takeAll().asReadOnlyBuffer();
    }

    boolean takeEnd() {
        boolean end = endKept;
        endKept = false;
        return end;
    }

    void drop() {
        kept = null;
        endKept = false;
    }
}
