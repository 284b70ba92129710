package dev.sennit.tls.engine;

import java.util.ArrayDeque;

/**
 * Room for one record, lent by the thread that works on it: connections share a few arrays for each thread, and own none.
 *
 * <p>An array that holds the beginning of a record may be given back on another thread than it was taken on, when a handshake
 * moves between a loop and the workers: then it is that thread's from then on. TLS in TLS takes two at a time.
 */
public final class Scratch {
    /** The largest record of TLS 1.3: header, 2^14 bytes of content, and what protection adds (RFC 8446, section 5.2). */
    public static final int MOST_RECORD_BYTES = 5 + 16_384 + 256;

    /** The size of each array: a record fits, and the little more that an {@code SSLEngine} wants to have. */
    public static final int BYTES = 5 + 16_384 + 2048;

    private static final int SPARES = 16;
    private static final ThreadLocal<ArrayDeque<byte[]>> SPARE = ThreadLocal.withInitial(ArrayDeque::new);

    private Scratch() {}

    /** Takes an array of {@link #BYTES} bytes, holding anything. */
    public static byte[] take() {
        byte[] spare = SPARE.get().pollLast();
        return spare == null ? new byte[BYTES] : spare;
    }

    /** Gives an array back that {@link #take} gave; it is not used any more. */
    public static void give(byte[] taken) {
        ArrayDeque<byte[]> spares = SPARE.get();
        if (spares.size() < SPARES) {
            spares.addLast(taken);
        }
    }
}
