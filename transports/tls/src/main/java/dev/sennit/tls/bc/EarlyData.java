package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of early data, which a server that takes none skips (RFC 8446, section 4.2.10). A client sends them if
 * it holds a ticket, perhaps of another server behind the same name.
 *
 * <pre>
 *   without a retry     those that do not open with the keys of the handshake, up to the first that does
 *   HelloRetryRequest   those that arrive before the second ClientHello, all of which are data by their type
 * </pre>
 *
 * They count among the bytes of the handshake, whose limit is theirs too.
 */
final class EarlyData {
    private boolean expected;

    /** The ClientHello offers early data, and TLS 1.3 is spoken. */
    void offered() {
        expected = true;
    }

    /**
     * Whether a record that has arrived during the handshake is early data, and to be skipped.
     *
     * @param record with its header from 0 on
     * @param fragment the length that the header gives
     * @param keys of the handshake, or null before they are agreed on
     */
    boolean skips(byte[] record, int fragment, @Nullable RecordProtection keys) {
        if (!expected) {
            return false;
        }
        switch (record[0]) {
            case ContentTypes.APPLICATION_DATA -> expected = keys == null || !opens(record, fragment, keys);
            // The second ClientHello: the client knows that its early data is not taken.
            case ContentTypes.HANDSHAKE -> expected = false;
            default -> {
                return false;
            }
        }
        return expected;
    }

    private static boolean opens(byte[] record, int fragment, RecordProtection keys) {
        byte[] copy = Scratch.take();
        try {
            System.arraycopy(record, 0, copy, 0, RecordAssembler.HEADER_BYTES + fragment);
            return keys.opening().opens(copy, 0, fragment);
        } finally {
            Scratch.give(copy);
        }
    }
}
