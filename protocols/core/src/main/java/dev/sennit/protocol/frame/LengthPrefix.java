package dev.sennit.protocol.frame;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteOrder;

/**
 * The number in front of a message that says how many bytes the message has, without the number itself.
 *
 * <pre>
 *   +--------+---------+
 *   | length | message |
 *   +--------+---------+
 *    1, 2, 4   length
 * </pre>
 */
public enum LengthPrefix {
    /** One byte: messages of 0 to 255 bytes. */
    INT8(1, true),
    /** Two bytes, most significant first: messages of 0 to 65,535 bytes. */
    INT16(2, true),
    /** Four bytes, most significant first: messages of 0 to 4,294,967,295 bytes. */
    INT32(4, true),
    /** Two bytes, least significant first: messages of 0 to 65,535 bytes. */
    INT16_LITTLE_ENDIAN(2, false),
    /** Four bytes, least significant first: messages of 0 to 4,294,967,295 bytes. */
    INT32_LITTLE_ENDIAN(4, false);

    private final int size;
    private final boolean bigEndian;

    LengthPrefix(int size, boolean bigEndian) {
        this.size = size;
        this.bigEndian = bigEndian;
    }

    /** Returns how many bytes the number has: 1, 2 or 4. */
    public int size() {
        return size;
    }

    /** Returns which byte of the number comes first. */
    public ByteOrder order() {
        return bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** Returns the longest message that the number can tell, in bytes. */
    public long mostBytes() {
        return (1L << (size * Byte.SIZE)) - 1;
    }

    /**
     * Returns the message with its length in front.
     *
     * @throws IllegalArgumentException if the message is longer than the number can tell
     */
    public Bytes encode(Bytes message) {
        if (message.length() > mostBytes()) {
            throw new IllegalArgumentException(
                    "a message has at most " + mostBytes() + " bytes behind " + this + ", not " + message.length());
        }
        ByteQueue out = new ByteQueue();
        for (int i = 0; i < size; i++) {
            int place = bigEndian ? size - 1 - i : i;
            out.add((byte) (message.length() >> (place * Byte.SIZE)));
        }
        out.add(message);
        return out.takeAll();
    }
}
