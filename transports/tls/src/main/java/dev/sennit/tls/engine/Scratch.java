package dev.sennit.tls.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Room for one record, lent by the thread that works on it: connections share a few rooms for each thread, and own none.
 *
 * <p>A room that holds the beginning of a record may be given back on another thread than it was taken on, when a handshake
 * moves between a loop and the workers: then it is that thread's from then on. TLS in TLS takes two at a time.
 */
public final class Scratch {
    /** The largest record of TLS 1.3: header, 2^14 bytes of content, and what protection adds (RFC 8446, section 5.2). */
    public static final int MOST_RECORD_BYTES = 5 + 16_384 + 256;

    /** A record fits, and the little more that an {@code SSLEngine} wants to have. */
    private static final int BYTES = 5 + 16_384 + 2048;

    private static final int MOST_SPARE = 16;
    private static final int MOST_GATHERING = 64;
    private static final ThreadLocal<Pool> POOL = ThreadLocal.withInitial(Pool::new);

    private final byte[] array = new byte[BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(array);

    private Scratch() {}

    /** Takes a room, which may hold anything. */
    public static Scratch take() {
        Scratch spare = POOL.get().spare.pollLast();
        return spare == null ? new Scratch() : spare;
    }

    /**
     * Takes a room to gather small writes in until the end of a callback, or returns null if enough of the thread's are lent for
     * that: a callback that writes to 10,000 connections must not fill as many.
     */
    public static @Nullable Scratch takeToGather() {
        Pool pool = POOL.get();
        if (pool.gathering >= MOST_GATHERING) {
            return null;
        }
        pool.gathering++;
        return take();
    }

    /** Returns the array of the room. */
    public byte[] array() {
        return array;
    }

    /** Returns the one buffer over the whole array; it is cleared when the room is given back. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Gives the room back, which is not used any more. */
    public void give() {
        ArrayDeque<Scratch> spare = POOL.get().spare;
        if (spare.size() < MOST_SPARE) {
            buffer.clear();
            spare.addLast(this);
        }
    }

    /** Gives the room back that {@link #takeToGather} gave. */
    public void giveGathered() {
        Pool pool = POOL.get();
        pool.gathering = Math.max(0, pool.gathering - 1);
        give();
    }

    /** The rooms of one thread. */
    private static final class Pool {
        private final ArrayDeque<Scratch> spare = new ArrayDeque<>();
        private int gathering;
    }
}
