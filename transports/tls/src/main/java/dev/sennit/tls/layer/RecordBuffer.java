package dev.sennit.tls.layer;

import dev.sennit.tls.engine.TlsEngine;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Gathers small writes for one record, since each record costs a header, an authentication tag and a call of the cipher. Holds
 * a buffer, lent by its thread, only while it holds bytes.
 */
final class RecordBuffer {
    private final TlsEngine engine;
    private @Nullable ByteBuffer held;
    private boolean flushScheduled;

    RecordBuffer(TlsEngine engine) {
        this.engine = engine;
    }

    /** Takes all these bytes; a full record's worth leaves at once. */
    void write(ByteBuffer data) {
        while (data.hasRemaining()) {
            ByteBuffer buffer = held;
            if (buffer == null) {
                int recordBytes = engine.recordBytes();
                buffer = data.remaining() < recordBytes ? Pool.take() : null;
                if (buffer == null) {
                    engine.write(data);
                    return;
                }
                held = buffer.limit(recordBytes);
            }
            move(data, buffer);
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    /** Sends what has gathered. */
    void flush() {
        ByteBuffer buffer = held;
        if (buffer != null) {
            try {
                engine.write(buffer.flip());
            } finally {
                drop();
            }
        }
    }

    /** Returns whether a flush is to be scheduled, because bytes have gathered and none is. It counts as scheduled from now on. */
    boolean wantsFlush() {
        boolean wants = !flushScheduled && held != null;
        flushScheduled |= wants;
        return wants;
    }

    /** The scheduled flush begins. */
    void flushBegins() {
        flushScheduled = false;
    }

    /** Forgets what has gathered. */
    void drop() {
        ByteBuffer buffer = held;
        if (buffer != null) {
            held = null;
            Pool.give(buffer);
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }

    /**
     * The buffers of one thread: few are kept, and no more lent than a loop may have under way at once. A callback that
     * writes to 10,000 connections must not fill as many buffers.
     */
    private static final class Pool {
        private static final int BYTES = 16_384;
        private static final int MOST_SPARE = 16;
        private static final int MOST_LENT = 64;
        private static final ThreadLocal<Pool> OF_THREAD = ThreadLocal.withInitial(Pool::new);

        private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
        private int lent;

        /** Lends an empty buffer, or null if enough are out. */
        static @Nullable ByteBuffer take() {
            Pool pool = OF_THREAD.get();
            if (pool.lent >= MOST_LENT) {
                return null;
            }
            pool.lent++;
            ByteBuffer buffer = pool.spare.pollLast();
            return buffer == null ? ByteBuffer.allocate(BYTES) : buffer;
        }

        static void give(ByteBuffer buffer) {
            Pool pool = OF_THREAD.get();
            pool.lent = Math.max(0, pool.lent - 1);
            if (pool.spare.size() < MOST_SPARE) {
                pool.spare.addLast(buffer.clear());
            }
        }
    }
}
