package dev.sennit.transport.nio;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Direct buffers of one size, lent to connections that have bytes to send. For one loop's thread. */
final class ChunkPool {
    private final int chunkBytes;
    private final @Nullable ByteBuffer[] free;
    private int count;

    /** Makes an empty pool that keeps at most {@code kept} unused chunks. */
    ChunkPool(int chunkBytes, int kept) {
        this.chunkBytes = chunkBytes;
        this.free = new ByteBuffer[kept];
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** An empty chunk; the one given back last, since that is still in the processor's cache. */
    ByteBuffer take() {
        ByteBuffer chunk = count == 0 ? null : free[--count];
        if (chunk == null) {
            return allocated();
        }
        free[count] = null;
        return chunk;
    }

    /**
     * JDK 17 and 25 wait half a second for the collector before they say that no direct memory is left. A loop that went on
     * would wait as long for each connection.
     */
    private ByteBuffer allocated() {
        try {
            return ByteBuffer.allocateDirect(chunkBytes);
        } catch (OutOfMemoryError shortage) {
            throw HeapShortage.ofSendBuffers(shortage);
        }
    }

    /** Lets the unused chunks go. */
    void clear() {
        while (count > 0) {
            free[--count] = null;
        }
    }

    /** Takes a chunk back; one too many is left to the collector. */
    void give(ByteBuffer chunk) {
        if (count < free.length) {
            free[count++] = chunk.clear();
        }
    }
}
