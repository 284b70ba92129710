package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/**
 * Puts records together from what arrives. One record at a time stands in an array that the thread lends; between
 * deliveries the beginning of a record is kept, and nothing else.
 *
 * <pre>
 *   type(1)  version(2)  length(2)  fragment(length)        RFC 8446, section 5.1
 * </pre>
 */
final class RecordAssembler {
    static final int HEADER_BYTES = 5;
    /** What may follow a header: 2^14 bytes of content, and what any protection adds (RFC 5246, section 6.2.3). */
    private static final int MOST_FRAGMENT_BYTES = 16_384 + 256;
    /** A beginning shorter than this is kept in an array of its own, so that a slow peer does not hold a large one. */
    private static final int SMALL = 1024;

    private byte @Nullable [] lent;
    private byte @Nullable [] kept;
    private int filled;

    /**
     * Takes bytes until a record is whole.
     *
     * @return the array with the record from 0 on, or null if more bytes are needed; then {@code from} is empty
     */
    byte @Nullable [] next(ByteBuffer from) throws IOException {
        byte[] record = array();
        if (filled < HEADER_BYTES) {
            take(from, record, HEADER_BYTES);
        }
        if (filled >= HEADER_BYTES) {
            int fragment = fragmentLength(record);
            if (fragment > MOST_FRAGMENT_BYTES) {
                throw new TlsFatalAlert((short) Alerts.RECORD_OVERFLOW, "a record of " + fragment + " bytes");
            }
            take(from, record, HEADER_BYTES + fragment);
            if (filled == HEADER_BYTES + fragment) {
                filled = 0;
                return record;
            }
        }
        return null;
    }

    /** The length that a header gives. */
    static int fragmentLength(byte[] record) {
        return ((record[3] & 0xFF) << 8) | (record[4] & 0xFF);
    }

    /** Whether the beginning of a record waits for its rest. */
    boolean isInRecord() {
        return filled > 0;
    }

    /** Between deliveries: keeps what there is of a record, in no more room than it needs. */
    void rest() {
        byte[] record = lent;
        if (record != null && filled < SMALL) {
            kept = filled == 0 ? null : Arrays.copyOf(record, filled);
            lent = null;
            Scratch.give(record);
        }
    }

    /** Forgets everything. */
    void discard() {
        filled = 0;
        rest();
    }

    private byte[] array() {
        byte[] record = lent;
        if (record == null) {
            record = Scratch.take();
            lent = record;
            if (kept != null) {
                System.arraycopy(kept, 0, record, 0, filled);
                kept = null;
            }
        }
        return record;
    }

    private void take(ByteBuffer from, byte[] record, int upTo) {
        int count = Math.min(upTo - filled, from.remaining());
        from.get(record, filled, count);
        filled += count;
    }
}
