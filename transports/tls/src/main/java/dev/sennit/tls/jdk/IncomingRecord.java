package dev.sennit.tls.jdk;

import dev.sennit.tls.engine.Scratch;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The record that is coming in, whole or in parts. Holds an array only while it holds bytes.
 *
 * <pre>
 *   0       1       2       3       4       5
 *   | type  |    version    |    length     | length bytes ...
 * </pre>
 */
final class IncomingRecord {
    static final int HEADER_BYTES = 5;

    private byte @Nullable [] array;
    private int count;
    private int length;

    /** Moves over what belongs to this record, and answers its length with the header, or 0 if that is not known yet. */
    int add(ByteBuffer records) {
        byte[] held = array;
        if (held == null) {
            held = Scratch.take();
            array = held;
        }
        if (count < HEADER_BYTES) {
            move(records, held, HEADER_BYTES - count);
            if (count == HEADER_BYTES) {
                length = HEADER_BYTES + ((held[3] & 0xff) << 8 | (held[4] & 0xff));
            }
        }
        if (length > count && length <= Scratch.MOST_RECORD_BYTES) {
            move(records, held, length - count);
        }
        return length;
    }

    boolean isWhole() {
        return length > 0 && count == length;
    }

    /** What there is so far. */
    ByteBuffer bytes() {
        byte[] held = array;
        return held == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(held, 0, count);
    }

    /** Hands the array over, and begins the next record. */
    byte[] take() {
        byte[] held = array;
        if (held == null) {
            throw new IllegalStateException("no record has begun");
        }
        array = null;
        count = 0;
        length = 0;
        return held;
    }

    /** Forgets what there is. */
    void clear() {
        if (array != null) {
            Scratch.give(take());
        }
    }

    private void move(ByteBuffer from, byte[] to, int most) {
        int moved = Math.min(most, from.remaining());
        from.get(to, count, moved);
        count += moved;
    }
}
