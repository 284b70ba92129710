package dev.sennit.transport.bytes;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A first-in-first-out queue of bytes: what arrived goes in at the end, what is understood comes out at the front.
 *
 * <p>For decoders and transports. It has one owner and is not safe for use by several threads at once. Indexes count from
 * the oldest byte held, which is 0; one outside its range is an {@link IndexOutOfBoundsException}, and the queue is as it
 * was. Adding and taking cost time in proportion to the bytes that pass, in pieces of any size. Memory follows what is
 * held: an empty queue keeps at most 4 KiB, one that has become nearly empty gives back the rest.
 *
 * <p>A search does not remember where it stopped; its caller does, so that a peer who sends byte by byte cannot make it
 * scan the same bytes over and over:
 *
 * <pre>{@code
 * int found = queue.indexOf(delimiter, scanned);
 * if (found < 0) {
 *     // all but the last bytes, which may begin a delimiter, are known not to hold one
 *     scanned = Math.max(0, queue.length() - delimiter.length() + 1);
 * } else {
 *     Bytes line = queue.take(found);
 *     queue.skip(delimiter.length());
 *     scanned = 0;
 * }
 * }</pre>
 */
public final class ByteQueue {
    private static final byte[] NONE = new byte[0];
    private static final int FIRST_CAPACITY = 64;
    private static final int KEPT_CAPACITY = 4096;
    private static final int SHRINK_BELOW = 16;
    // What every virtual machine can allocate: some need a few words of an array for themselves.
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private byte[] array = NONE;
    private int start;
    private int end;

    /** Creates a queue with nothing in it, which holds no memory yet. */
    public ByteQueue() {}

    /** Takes over the buffer's remaining bytes, by copying: afterwards none remain in the buffer. */
    public void add(ByteBuffer buffer) {
        int count = buffer.remaining();
        makeRoom(count);
        buffer.get(array, end, count);
        end += count;
    }

    /** Adds all of {@code bytes}. */
    public void add(Bytes bytes) {
        makeRoom(bytes.length());
        bytes.copyInto(array, end);
        end += bytes.length();
    }

    /** Adds a copy of {@code count} bytes of {@code bytes}, from {@code offset} on. */
    public void add(byte[] bytes, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        makeRoom(count);
        System.arraycopy(bytes, offset, array, end, count);
        end += count;
    }

    /** Adds one byte. */
    public void add(byte value) {
        makeRoom(1);
        array[end++] = value;
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public byte byteAt(int index) {
        return array[start + Objects.checkIndex(index, length())];
    }

    /** Returns the two bytes at {@code index} as a number from 0 to 65,535, most significant first. */
    public int unsignedShortAt(int index) {
        return (int) numberAt(index, Short.BYTES);
    }

    /** Returns the four bytes at {@code index} as a signed number, most significant first. */
    public int intAt(int index) {
        return (int) numberAt(index, Integer.BYTES);
    }

    /** Returns the eight bytes at {@code index} as a signed number, most significant first. */
    public long longAt(int index) {
        return numberAt(index, Long.BYTES);
    }

    /** Returns where {@code wanted} first is at or after {@code from} (0 to {@code length()}), or -1. */
    public int indexOf(byte wanted, int from) {
        Bytes.checkFrom(from, length());
        int found = Bytes.find(array, start + from, end, wanted);
        return found < 0 ? -1 : found - start;
    }

    /**
     * Returns where all of {@code delimiter} first begins at or after {@code from} (0 to {@code length()}), or -1.
     *
     * <p>Takes time in proportion to the bytes after {@code from}, times at worst the delimiter's length.
     */
    public int indexOf(Bytes delimiter, int from) {
        Bytes.checkFrom(from, length());
        int found = delimiter.findIn(array, start + from, end);
        return found < 0 ? -1 : found - start;
    }

    /** Removes the oldest {@code count} bytes and returns them. */
    public Bytes take(int count) {
        Bytes taken = peek(count);
        drop(count);
        return taken;
    }

    /** Removes all bytes and returns them. */
    public Bytes takeAll() {
        return take(length());
    }

    /** Moves as many bytes as are held and fit into {@code target}, and returns how many those were. */
    public int takeInto(ByteBuffer target) {
        int count = Math.min(length(), target.remaining());
        target.put(array, start, count);
        drop(count);
        return count;
    }

    /** Removes the oldest {@code count} bytes. */
    public void skip(int count) {
        checkCount(count);
        drop(count);
    }

    /** Removes all bytes. */
    public void clear() {
        drop(length());
    }

    /** Returns a copy of the oldest {@code count} bytes, which stay in the queue. */
    public Bytes peek(int count) {
        checkCount(count);
        return Bytes.copyOf(array, start, start + count);
    }

    /** Returns a read-only buffer over all bytes held, without copying, to be used only until this queue next changes. */
    public ByteBuffer asReadOnlyBuffer() {
        return ByteBuffer.wrap(array, start, length()).slice().asReadOnlyBuffer();
    }

    /** Returns how many bytes are held, and none of them. */
    @Override
    public String toString() {
        return "ByteQueue[" + length() + " bytes]";
    }

    /** Returns how many bytes the queue has memory for, held or not. */
    int capacity() {
        return array.length;
    }

    private void checkCount(int count) {
        if (count < 0 || count > length()) {
            throw new IndexOutOfBoundsException("count " + count + " out of bounds for length " + length());
        }
    }

    private long numberAt(int index, int size) {
        Objects.checkFromIndexSize(index, size, length());
        long number = 0;
        for (int i = start + index; i < start + index + size; i++) {
            number = number << Byte.SIZE | (array[i] & 0xff);
        }
        return number;
    }

    private void drop(int count) {
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
            if (array.length > KEPT_CAPACITY) {
                array = NONE;
            }
        } else if (array.length > KEPT_CAPACITY && length() < array.length / SHRINK_BELOW) {
            move(new byte[Math.max(FIRST_CAPACITY, 2 * length())]);
        }
    }

    private void makeRoom(int count) {
        if (array.length - end >= count) {
            return;
        }
        if (count > MAX_CAPACITY - length()) {
            throw new IllegalStateException("a queue of " + length() + " bytes has no room for " + count
                    + " more: its most is " + MAX_CAPACITY);
        }
        // Moving the bytes down is worth it only when at least as many have left since they last moved:
        // then each byte that left has paid for at most one byte moved. Otherwise the array at least doubles.
        if (start >= length() && array.length - length() >= count) {
            move(array);
        } else {
            move(new byte[grown(length() + count)]);
        }
    }

    private int grown(int needed) {
        int doubled = (int) Math.min(2L * array.length, MAX_CAPACITY);
        return Math.max(FIRST_CAPACITY, Math.max(needed, doubled));
    }

    private void move(byte[] target) {
        int length = length();
        System.arraycopy(array, start, target, 0, length);
        array = target;
        start = 0;
        end = length;
    }
}
