package dev.sennit.transport.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteQueueTest {
    private final ByteQueue queue = new ByteQueue();

    @Test
    void startsWithNothing() {
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.length());
        assertEquals(0, queue.capacity());
        assertSame(Bytes.EMPTY, queue.takeAll());
        assertEquals(-1, queue.indexOf((byte) 0, 0));
        assertFalse(queue.asReadOnlyBuffer().hasRemaining());
    }

    @Test
    void givesBackWhatCameInByEveryWay() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(8).put(Bytes.ascii("xabx").asReadOnlyBuffer());
        buffer.limit(3).position(1);
        queue.add(buffer);
        assertFalse(buffer.hasRemaining());
        assertEquals(3, buffer.limit());
        queue.add(Bytes.ascii("xcdx").slice(1, 3));
        queue.add(Bytes.ascii("xefx").toByteArray(), 1, 2);
        queue.add((byte) 'g');
        assertEquals(Bytes.ascii("abcdefg"), queue.takeAll());
        assertTrue(queue.isEmpty());
    }

    @Test
    void doesNotShareMemoryWithWhatCameInOrWentOut() {
        byte[] source = {1, 2, 3, 4};
        ByteBuffer lent = ByteBuffer.wrap(source);
        queue.add(lent);
        source[0] = 9;
        Bytes peeked = queue.peek(2);
        Bytes taken = queue.take(3);
        queue.add(Bytes.of(new byte[100]));
        assertEquals("0102", peeked.toHex());
        assertEquals("010203", taken.toHex());
    }

    @Test
    void takesFromTheFront() {
        queue.add(Bytes.ascii("abcdef"));
        assertEquals(Bytes.ascii("ab"), queue.peek(2));
        assertEquals(Bytes.ascii("ab"), queue.take(2));
        queue.skip(1);
        assertEquals('d', queue.byteAt(0));
        assertEquals(Bytes.ascii("def").asReadOnlyBuffer(), queue.asReadOnlyBuffer());
        assertTrue(queue.asReadOnlyBuffer().isReadOnly());
        ByteBuffer small = ByteBuffer.allocate(2);
        assertEquals(2, queue.takeInto(small));
        assertEquals(Bytes.ascii("de"), Bytes.copyOf(small.flip()));
        ByteBuffer large = ByteBuffer.allocateDirect(9);
        assertEquals(1, queue.takeInto(large));
        assertEquals(0, queue.takeInto(large));
        queue.add(Bytes.ascii("z"));
        queue.clear();
        assertTrue(queue.isEmpty());
    }

    @Test
    void searchesOnlyWhatItHolds() {
        queue.add(Bytes.ascii("a|bc||d"));
        queue.skip(2);
        assertEquals(2, queue.indexOf((byte) '|', 0));
        assertEquals(3, queue.indexOf((byte) '|', 3));
        assertEquals(-1, queue.indexOf((byte) 'a', 0));
        assertEquals(2, queue.indexOf(Bytes.ascii("||"), 0));
        assertEquals(-1, queue.indexOf(Bytes.ascii("||"), 3));
        assertEquals(5, queue.indexOf(Bytes.EMPTY, 5));
        queue.take(4);
        assertEquals(-1, queue.indexOf(Bytes.ascii("d\0"), 0));
    }

    @Test
    void readsNumbersMostSignificantByteFirst() {
        queue.add(Bytes.hex("00fffe01028384858687"));
        queue.skip(1);
        assertEquals(0xfffe, queue.unsignedShortAt(0));
        assertEquals(0xfffe0102, queue.intAt(0));
        assertEquals(0xfe01028384858687L, queue.longAt(1));
        assertThrows(IndexOutOfBoundsException.class, () -> queue.unsignedShortAt(8));
        assertThrows(IndexOutOfBoundsException.class, () -> queue.intAt(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> queue.longAt(2));
    }

    @Test
    void refusesWhatItDoesNotHoldAndStaysAsItWas() {
        queue.add(Bytes.ascii("abc"));
        queue.skip(1);
        assertOutOfBounds("3", "2", () -> queue.take(3));
        assertOutOfBounds("3", "2", () -> queue.skip(3));
        assertOutOfBounds("-1", "2", () -> queue.peek(-1));
        assertOutOfBounds("-1", "2", () -> queue.skip(-1));
        assertOutOfBounds("2", "2", () -> queue.byteAt(2));
        assertOutOfBounds("-1", "2", () -> queue.byteAt(-1));
        assertOutOfBounds("3", "2", () -> queue.indexOf((byte) 0, 3));
        assertOutOfBounds("-1", "2", () -> queue.indexOf(Bytes.ascii("bc"), -1));
        assertOutOfBounds("2", "1", () -> queue.add(new byte[1], 0, 2));
        assertEquals(Bytes.ascii("bc"), queue.takeAll());
    }

    private static void assertOutOfBounds(String seen, String length, Runnable action) {
        String message = String.valueOf(
                assertThrows(IndexOutOfBoundsException.class, action::run).getMessage());
        assertTrue(message.contains(seen) && message.contains(length), message);
    }

    @Test
    void keepsASmallArrayAndLetsALargeOneGoWhenEmpty() {
        queue.add(Bytes.of(new byte[4096]));
        queue.takeAll();
        assertEquals(4096, queue.capacity());
        queue.add(Bytes.of(new byte[4097]));
        queue.skip(4097);
        assertEquals(0, queue.capacity());
    }

    @Test
    void givesBackMostOfALargeArrayWhenLittleIsLeft() {
        queue.add(Bytes.of(new byte[1 << 20]));
        queue.add(Bytes.ascii("end"));
        queue.skip(1 << 20);
        assertTrue(queue.capacity() <= 4096, "capacity " + queue.capacity());
        assertEquals(Bytes.ascii("end"), queue.takeAll());
    }

    @Test
    void reusesTheSpaceOfWhatLeftInsteadOfGrowing() {
        queue.add(Bytes.of(new byte[100]));
        for (int i = 0; i < 100_000; i++) {
            queue.add((byte) i);
            queue.skip(1);
        }
        assertEquals(100, queue.length());
        assertTrue(queue.capacity() <= 400, "capacity " + queue.capacity());
    }

    @Test
    void growsWhenLittleHasLeftInsteadOfMovingEverythingForEachByte() {
        queue.add(Bytes.of(new byte[4096]));
        queue.skip(1);
        queue.add(Bytes.of(new byte[2]));
        assertEquals(8192, queue.capacity());
    }

    @Test
    void growsByDoublingWhenFedByteByByte() {
        int growths = 0;
        int capacity = queue.capacity();
        for (int i = 0; i < 1 << 20; i++) {
            queue.add((byte) i);
            if (queue.capacity() != capacity) {
                capacity = queue.capacity();
                growths++;
            }
        }
        assertTrue(growths <= 20, growths + " growths");
        assertTrue(capacity <= 1 << 21, "capacity " + capacity);
    }

    @Test
    void showsHowMuchItHoldsButNotWhat() {
        queue.add(Bytes.ascii("secret"));
        assertEquals("ByteQueue[6 bytes]", queue.toString());
    }
}
