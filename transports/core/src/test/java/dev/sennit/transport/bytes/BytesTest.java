package dev.sennit.transport.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {
    private static final Bytes ABCABD = Bytes.ascii("abcabd");

    @Test
    void keepsItsContentWhenTheSourceChanges() {
        byte[] source = {1, 2, 3};
        Bytes of = Bytes.of(source);
        Bytes copy = Bytes.copyOf(source);
        Bytes part = Bytes.copyOf(source, 1, 3);
        source[1] = 9;
        assertEquals("010203", of.toHex());
        assertEquals("010203", copy.toHex());
        assertEquals("0203", part.toHex());
    }

    @Test
    void givesOutCopiesOnly() {
        byte[] out = ABCABD.toByteArray();
        out[0] = 'X';
        assertEquals("abcabd", ABCABD.toLatin1());
        assertThrows(
                ReadOnlyBufferException.class, () -> ABCABD.asReadOnlyBuffer().put(0, (byte) 1));
        assertFalse(ABCABD.asReadOnlyBuffer().hasArray());
    }

    @Test
    void copiesABufferWithoutMovingIt() {
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
            buffer.put(new byte[] {0, 1, 2, 3, 4}).flip().position(2);
            Bytes copy = Bytes.copyOf(buffer.asReadOnlyBuffer());
            assertEquals(Bytes.of((byte) 2, (byte) 3, (byte) 4), copy);
            assertEquals(copy, Bytes.copyOf(buffer));
            assertEquals(2, buffer.position());
            assertEquals(5, buffer.limit());
        }
    }

    @Test
    void isEqualByContentWhereverItLies() {
        Bytes front = ABCABD.slice(0, 2);
        Bytes back = ABCABD.slice(3, 5);
        assertEquals(front, back);
        assertEquals(front.hashCode(), back.hashCode());
        assertEquals(Arrays.hashCode(new byte[] {'a', 'b'}), back.hashCode());
        assertNotEquals(front, ABCABD.slice(1, 3));
        assertNotEquals(front, ABCABD);
        assertNotEquals(front, (Object) "ab");
        assertEquals(Bytes.EMPTY, ABCABD.slice(4, 4));
    }

    @Test
    void slicesWithinASlice() {
        Bytes slice = ABCABD.slice(1, 5);
        assertEquals(Bytes.ascii("ca"), slice.slice(1, 3));
        assertEquals(Bytes.ascii("ab"), slice.slice(2));
        assertSame(slice, slice.slice(0, 4));
        assertSame(Bytes.EMPTY, slice.slice(4));
        assertEquals('c', slice.byteAt(1));
        assertEquals(ByteBuffer.wrap(new byte[] {'b', 'c', 'a', 'b'}), slice.asReadOnlyBuffer());
        assertEquals(0, slice.asReadOnlyBuffer().position());
        assertEquals(4, slice.asReadOnlyBuffer().capacity());
        assertArrayEquals(new byte[] {'b', 'c', 'a', 'b'}, slice.toByteArray());
        assertEquals("bcab", slice.toUtf8());
        assertEquals("62636162", slice.toHex());
        assertEquals("bcab", slice.toString());
    }

    @Test
    void namesTheIndexThatIsOutOfRange() {
        Bytes slice = ABCABD.slice(1, 5);
        assertOutOfBounds("4", "4", () -> slice.byteAt(4));
        assertOutOfBounds("-1", "4", () -> slice.byteAt(-1));
        assertOutOfBounds("5", "4", () -> slice.slice(0, 5));
        assertOutOfBounds("3", "4", () -> slice.slice(3, 2));
        assertOutOfBounds("5", "4", () -> slice.indexOf((byte) 'd', 5));
        assertOutOfBounds("-1", "4", () -> slice.indexOf(Bytes.EMPTY, -1));
        assertOutOfBounds("7", "3", () -> Bytes.copyOf(new byte[3], 0, 7));
    }

    private static void assertOutOfBounds(String seen, String length, Runnable action) {
        String message = String.valueOf(
                assertThrows(IndexOutOfBoundsException.class, action::run).getMessage());
        assertTrue(message.contains(seen) && message.contains(length), message);
    }

    @ParameterizedTest(name = "{0}: {2} in {1} from {3} is at {4}")
    @CsvSource({
        "at the front, abcabd, ab, 0, 0",
        "again later, abcabd, ab, 1, 3",
        "after a false start, abcabd, abd, 0, 3",
        "overlapping itself, aaab, aab, 0, 1",
        "at the very end, abcabd, d, 5, 5",
        "cut off by the end, abcabd, bdx, 0, -1",
        "longer than the text, ab, abc, 0, -1",
        "from the end on, abcabd, a, 6, -1",
        "nothing, abcabd, '', 4, 4",
        "nothing at the end, abcabd, '', 6, 6",
    })
    void finds(String name, String text, String wanted, int from, int at) {
        Bytes inner = Bytes.ascii("<" + text + wanted + ">").slice(1, 1 + text.length());
        assertEquals(at, inner.indexOf(Bytes.ascii(wanted), from));
        assertEquals(text.indexOf(wanted, from), at);
        if (wanted.length() == 1) {
            assertEquals(at, inner.indexOf((byte) wanted.charAt(0), from));
        }
    }

    @Test
    void findsFromTheBeginningByDefault() {
        assertEquals(3, ABCABD.indexOf(Bytes.ascii("abd")));
        assertEquals(0, Bytes.EMPTY.indexOf(Bytes.EMPTY));
        assertEquals(-1, Bytes.EMPTY.indexOf((byte) 0, 0));
    }

    @Test
    void startsAndEnds() {
        Bytes slice = ABCABD.slice(1, 5);
        assertTrue(slice.startsWith(Bytes.ascii("bc")));
        assertTrue(slice.startsWith(Bytes.EMPTY));
        assertTrue(slice.startsWith(slice));
        assertFalse(slice.startsWith(Bytes.ascii("ab")));
        assertFalse(slice.startsWith(Bytes.ascii("bcabd")));
        assertTrue(slice.endsWith(Bytes.ascii("ab")));
        assertTrue(slice.endsWith(Bytes.EMPTY));
        assertFalse(slice.endsWith(Bytes.ascii("abd")));
        assertFalse(slice.endsWith(Bytes.ascii("abcab")));
    }

    @Test
    void joinsPartsInOrder() {
        assertEquals(Bytes.ascii("abdc"), Bytes.concat(ABCABD.slice(3), Bytes.EMPTY, Bytes.ascii("c")));
        assertEquals(Bytes.ascii("abx"), ABCABD.slice(0, 2).plus(Bytes.ascii("x")));
        assertSame(Bytes.EMPTY, Bytes.concat());
    }

    @Test
    void convertsText() {
        assertEquals("c3a9", Bytes.utf8("é").toHex());
        assertEquals("e9", Bytes.latin1("é").toHex());
        assertEquals("é", Bytes.hex("C3a9").toUtf8());
        assertEquals("Ã©", Bytes.hex("C3a9").toLatin1());
        assertEquals("\ufffd", Bytes.hex("ff").toUtf8());
        assertSame(Bytes.EMPTY, Bytes.utf8(""));
        assertSame(Bytes.EMPTY, Bytes.hex(""));
    }

    @Test
    void namesTheCharacterThatDoesNotFit() {
        assertRefused("U+00E9 at position 3 is not ASCII", () -> Bytes.ascii("caf\u00e9"));
        assertRefused("U+20AC at position 1 is not ISO 8859-1", () -> Bytes.latin1("\u00e9\u20ac"));
        assertRefused("U+0067 at position 2 is not a hexadecimal digit", () -> Bytes.hex("00g0"));
        assertRefused("U+FF11 at position 0 is not a hexadecimal digit", () -> Bytes.hex("\uff11\uff11"));
        assertRefused("hex needs two digits per byte, but has 3 in all", () -> Bytes.hex("000"));
    }

    private static void assertRefused(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }

    @Test
    void showsOnlyAShortEscapedPrefix() {
        assertEquals("", Bytes.EMPTY.toString());
        assertEquals(
                "a\\r\\n\\t\\\\\\x00\\x7f\\x80\\xff~ ",
                Bytes.latin1("a\r\n\t\\\0\u007f\u0080\u00ff~ ").toString());
        assertEquals("x".repeat(32), Bytes.ascii("x".repeat(32)).toString());
        assertEquals(
                "x".repeat(32) + "… (33 bytes)", Bytes.ascii("x".repeat(33)).toString());
    }

    @Test
    void ordersByUnsignedValueThenLength() {
        assertTrue(Bytes.hex("7f").compareTo(Bytes.hex("80")) < 0);
        assertTrue(Bytes.hex("01").compareTo(Bytes.hex("0100")) < 0);
        assertTrue(Bytes.EMPTY.compareTo(Bytes.hex("00")) < 0);
        assertEquals(0, ABCABD.slice(0, 2).compareTo(ABCABD.slice(3, 5)));
    }

    @Test
    void agreesWithStringsOnRandomSlicesAndSearches() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            String text = random.ints(random.nextInt(20), 'a', 'd')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            int from = random.nextInt(text.length() + 1);
            int to = from + random.nextInt(text.length() - from + 1);
            String expected = text.substring(from, to);
            Bytes slice = Bytes.ascii(text).slice(from, to);
            Bytes wanted = Bytes.ascii("abcab".substring(random.nextInt(5)));
            String what = "seed " + seed + ", round " + round + ": " + wanted + " in " + expected;
            assertEquals(expected, slice.toLatin1(), what);
            assertEquals(Bytes.ascii(expected), slice, what);
            assertEquals(expected.indexOf(wanted.toLatin1()), slice.indexOf(wanted), what);
            assertEquals(expected.startsWith(wanted.toLatin1()), slice.startsWith(wanted), what);
            assertEquals(expected.endsWith(wanted.toLatin1()), slice.endsWith(wanted), what);
            assertEquals(slice, Bytes.hex(slice.toHex()), what);
        }
    }
}
