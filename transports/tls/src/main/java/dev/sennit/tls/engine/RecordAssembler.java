package dev.sennit.tls.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts records together from what arrives. One record at a time stands in an array that the thread lends; between
 * deliveries the beginning of a record is kept, and nothing else.
 *
 * <pre>
 *   type(1)  version(2)  length(2)  fragment(length)        RFC 8446, section 5.1
 * </pre>
 */
public final class RecordAssembler {
    /** The length of a record's header. */
    public static final int HEADER_BYTES = 5;
    /** What may follow a header: 2^14 bytes of content, and what any protection adds (RFC 5246, section 6.2.3). */
    public static final int MOST_FRAGMENT_BYTES = Scratch.MOST_RECORD_BYTES - HEADER_BYTES;
    /** A beginning shorter than this is kept in an array of its own, so that a slow peer does not hold a large one. */
    private static final int SMALL = 1024;

    private @Nullable Scratch lent;
    private byte @Nullable [] kept;
    private int filled;

    /**
     * Takes bytes until a record is whole.
     *
     * @return the array with the record from 0 on, which is valid until the next call; null if more bytes are needed, or if the
     *     record is {@linkplain #excess too long}
     */
    public byte @Nullable [] next(ByteBuffer from) {
        byte[] record = array();
        if (filled < HEADER_BYTES) {
            take(from, record, HEADER_BYTES);
        }
        if (filled >= HEADER_BYTES) {
            int fragment = fragmentLength(record);
            if (fragment > MOST_FRAGMENT_BYTES) {
                return null;
            }
            take(from, record, HEADER_BYTES + fragment);
            if (filled == HEADER_BYTES + fragment) {
                filled = 0;
                return record;
            }
        }
        return null;
    }

    /** Returns the length that a header gives. */
    public static int fragmentLength(byte[] record) {
        return ((record[3] & 0xFF) << 8) | (record[4] & 0xFF);
    }

    /** Returns the header of a record that is longer than {@link #MOST_FRAGMENT_BYTES}, if the last call found one. */
    public byte @Nullable [] excess() {
        Scratch record = lent;
        return record != null && filled == HEADER_BYTES && fragmentLength(record.array()) > MOST_FRAGMENT_BYTES
                ? Arrays.copyOf(record.array(), HEADER_BYTES)
                : null;
    }

    /** Keeps what there is of a record, in no more room than it needs. To be called after each delivery. */
    public void rest() {
        Scratch record = lent;
        if (record != null && filled < SMALL) {
            kept = filled == 0 ? null : Arrays.copyOf(record.array(), filled);
            lent = null;
            record.give();
        }
    }

    /** Forgets everything. */
    public void discard() {
        filled = 0;
        rest();
    }

    private byte[] array() {
        Scratch record = lent;
        if (record == null) {
            record = Scratch.take();
            lent = record;
            if (kept != null) {
                System.arraycopy(kept, 0, record.array(), 0, filled);
                kept = null;
            }
        }
        return record.array();
    }

    private void take(ByteBuffer from, byte[] record, int upTo) {
        int count = Math.min(upTo - filled, from.remaining());
        from.get(record, filled, count);
        filled += count;
    }
}
