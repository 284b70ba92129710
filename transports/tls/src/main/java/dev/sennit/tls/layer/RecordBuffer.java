package dev.sennit.tls.layer;

import dev.sennit.tls.engine.Scratch;
import dev.sennit.tls.engine.TlsEngine;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers small writes for one record, since each record costs a header, an authentication tag and a call of the cipher. Holds
 * a buffer, lent by its thread, only while it holds bytes.
 */
final class RecordBuffer {
    private final TlsEngine engine;
    private @Nullable Scratch held;
    private boolean flushScheduled;

    RecordBuffer(TlsEngine engine) {
        this.engine = engine;
    }

    /** Takes all these bytes; a full record's worth leaves at once. */
    void write(ByteBuffer data) {
        while (data.hasRemaining()) {
            Scratch room = held;
            if (room == null) {
                int recordBytes = engine.recordBytes();
                room = data.remaining() < recordBytes ? Scratch.takeToGather() : null;
                if (room == null) {
                    engine.write(data);
                    return;
                }
                held = room;
                room.buffer().limit(recordBytes);
            }
            move(data, room.buffer());
            if (!room.buffer().hasRemaining()) {
                flush();
            }
        }
    }

    /** Sends what has gathered. */
    void flush() {
        Scratch room = held;
        if (room != null) {
            try {
                engine.write(room.buffer().flip());
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
        Scratch room = held;
        if (room != null) {
            held = null;
            room.giveGathered();
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }
}
