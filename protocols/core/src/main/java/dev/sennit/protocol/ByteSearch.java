package dev.sennit.protocol;

import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Searches a buffer, by absolute positions and without moving its position. */
final class ByteSearch {
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long EACH_BYTE = 0x0101010101010101L;

    private ByteSearch() {}

    /** Returns the first position in {@code [from, limit)} of the buffer at which the delimiter begins, or -1. */
    static int indexOf(ByteBuffer buffer, Bytes delimiter, int from) {
        byte first = delimiter.byteAt(0);
        int to = buffer.limit() - delimiter.length() + 1;
        int found = indexOf(buffer, first, from, to);
        while (found >= 0 && !restFollows(buffer, delimiter, found)) {
            found = indexOf(buffer, first, found + 1, to);
        }
        return found;
    }

    private static boolean restFollows(ByteBuffer buffer, Bytes delimiter, int at) {
        for (int i = 1; i < delimiter.length(); i++) {
            if (buffer.get(at + i) != delimiter.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Looks at eight bytes at a time: the loop's buffer is not an array, and reading it byte by byte is slow. */
    private static int indexOf(ByteBuffer buffer, byte wanted, int from, int to) {
        long pattern = (wanted & 0xff) * EACH_BYTE;
        boolean bigEndian = buffer.order() == ByteOrder.BIG_ENDIAN;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long difference = buffer.getLong(at) ^ pattern;
            // The highest bit of each byte that is zero, and no other bit.
            long zeros = ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
            if (zeros != 0) {
                int bits = bigEndian ? Long.numberOfLeadingZeros(zeros) : Long.numberOfTrailingZeros(zeros);
                return at + bits / Byte.SIZE;
            }
        }
        for (; at < to; at++) {
            if (buffer.get(at) == wanted) {
                return at;
            }
        }
        return -1;
    }
}
