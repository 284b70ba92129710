package dev.sennit.tls.layer;

import dev.sennit.tls.engine.TlsEngine;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Small writes on their way into one record: each record costs a header, an authentication tag and a call of the cipher.
 * Holds a buffer, lent by its thread, only while it holds bytes.
 */
final class Gathering {
    private final TlsEngine engine;
    private @Nullable ByteBuffer held;

    Gathering(TlsEngine engine) {
        this.engine = engine;
    }

    /** Takes all these bytes; a full record's worth leaves at once. */
    void write(ByteBuffer data) {
        while (data.hasRemaining()) {
            ByteBuffer buffer = held;
            if (buffer == null) {
                int recordBytes = engine.recordBytes();
                buffer = data.remaining() < recordBytes ? Room.take() : null;
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

    boolean holdsAny() {
        return held != null;
    }

    /** Forgets what has gathered. */
    void drop() {
        ByteBuffer buffer = held;
        if (buffer != null) {
            held = null;
            Room.give(buffer);
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
    private static final class Room {
        private static final int BYTES = 16_384;
        private static final int MOST_SPARE = 16;
        private static final int MOST_LENT = 64;
        private static final ThreadLocal<Room> OF_THREAD = ThreadLocal.withInitial(Room::new);

        private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
        private int lent;

        /** Lends an empty buffer, or null if enough are out. */
        static @Nullable ByteBuffer take() {
            Room room = OF_THREAD.get();
            if (room.lent >= MOST_LENT) {
                return null;
            }
            room.lent++;
            ByteBuffer buffer = room.spare.pollLast();
            return buffer == null ? ByteBuffer.allocate(BYTES) : buffer;
        }

        static void give(ByteBuffer buffer) {
            Room room = OF_THREAD.get();
            room.lent = Math.max(0, room.lent - 1);
            if (room.spare.size() < MOST_SPARE) {
                room.spare.addLast(buffer.clear());
            }
        }
    }
}
