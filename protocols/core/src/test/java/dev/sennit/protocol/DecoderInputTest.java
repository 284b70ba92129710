package dev.sennit.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.line.LineDecoder;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class DecoderInputTest {
    private static final Decoder<Object> NOTHING_YET = input -> null;
    private static final int ROUNDS = 5_000;
    private static final int LINES = 20_000;

    private final DecoderInput input = new DecoderInput();

    /** Has the first bytes held and the others in a piece, and reads them all. */
    private static <T> T read(Bytes all, int held, Function<DecoderInput, T> reading) {
        DecoderInput input = new DecoderInput();
        assertNull(input.next(NOTHING_YET, all.slice(0, held).asReadOnlyBuffer()));
        assertEquals(held, input.heldBytes());
        T read = input.next(reading::apply, all.slice(held).asReadOnlyBuffer());
        return Objects.requireNonNull(read);
    }

    @Test
    void readsNumbersAcrossTheEndOfWhatIsHeld() {
        Bytes all = Bytes.hex("80f1020304050607");
        for (int held = 0; held <= all.length(); held++) {
            assertEquals("80f1", number(all, held, in -> in.unsignedShortAt(0)));
            assertEquals("80f10203", number(all, held, in -> in.intAt(0) & 0xffff_ffffL));
            assertEquals("80f1020304050607", number(all, held, in -> in.longAt(0)));
            assertEquals("302f180", number(all, held, in -> in.numberAt(0, 4, ByteOrder.LITTLE_ENDIAN)));
            assertEquals("302f1", number(all, held, in -> in.numberAt(1, 3, ByteOrder.LITTLE_ENDIAN)));
            assertEquals("80", number(all, held, in -> in.unsignedByteAt(0)));
        }
    }

    private static String number(Bytes all, int held, ToLongFunction<DecoderInput> reading) {
        return read(all, held, in -> Long.toHexString(reading.applyAsLong(in)));
    }

    @Test
    void findsWhatAQueueOfAllBytesWouldFind() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Bytes all = text(random, 40);
            Bytes delimiter = text(random, 3).plus(Bytes.ascii("a"));
            int from = random.nextInt(all.length() + 1);
            int held = random.nextInt(all.length() + 1);
            ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            ByteBuffer piece = ByteBuffer.allocateDirect(all.length() + 3).position(3);
            piece.put(all.slice(held).asReadOnlyBuffer()).flip().position(3).order(order);
            DecoderInput split = new DecoderInput();
            split.next(NOTHING_YET, all.slice(0, held).asReadOnlyBuffer());
            ByteQueue queue = new ByteQueue();
            queue.add(all);
            Integer found = split.next(in -> in.indexOf(delimiter, from), piece);
            assertEquals(
                    Integer.valueOf(queue.indexOf(delimiter, from)),
                    found,
                    "seed " + seed + ", round " + round + ": " + all + " has " + delimiter + ", held " + held);
        }
    }

    private static Bytes text(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        for (int i = 0; i < bytes.length; i++) {
            // The bytes beside each other differ in one bit, by which a search of eight bytes at a time could be
            // misled.
            bytes[i] = (byte) "aab`\u00e1".charAt(random.nextInt(5));
        }
        return Bytes.copyOf(bytes);
    }

    @Test
    void takesAcrossTheEndOfWhatIsHeld() {
        Bytes all = Bytes.ascii("abcdefgh");
        for (int held = 0; held <= all.length(); held++) {
            assertEquals(Bytes.ascii("abcde"), read(all, held, in -> in.take(5)));
            assertEquals(Bytes.ascii("abcde"), read(all, held, in -> Bytes.copyOf(in.takeView(5))));
            assertEquals(Bytes.ascii("abcde"), read(all, held, in -> in.peek(5)));
            assertEquals(Bytes.ascii("fgh"), read(all, held, in -> {
                in.skip(5);
                return in.take(3);
            }));
        }
    }

    @Test
    void anIndexBeyondWhatHasComeIsRefused() {
        ByteBuffer data = Bytes.ascii("abc").asReadOnlyBuffer();
        input.next(
                in -> {
                    assertThrows(IndexOutOfBoundsException.class, () -> in.byteAt(3));
                    assertThrows(IndexOutOfBoundsException.class, () -> in.byteAt(-1));
                    assertThrows(IndexOutOfBoundsException.class, () -> in.unsignedShortAt(2));
                    assertThrows(IndexOutOfBoundsException.class, () -> in.take(4));
                    assertThrows(IndexOutOfBoundsException.class, () -> in.skip(4));
                    assertThrows(IndexOutOfBoundsException.class, () -> in.takeView(4));
                    assertThrows(IndexOutOfBoundsException.class, () -> in.indexOf(Bytes.ascii("a"), 4));
                    assertThrows(IndexOutOfBoundsException.class, () -> in.mark(4));
                    assertEquals(Bytes.ascii("abc"), in.peek(3));
                    return null;
                },
                data);
    }

    @Test
    void aSearchGoesOnWhereItStopped() {
        Decoder<Object> search = in -> in.indexOf(Bytes.ascii("||"), 0) < 0 ? null : "found";
        Bytes part = Bytes.ascii("0123456789".repeat(1000));
        for (int i = 0; i < 100; i++) {
            assertNull(input.next(search, part.asReadOnlyBuffer()));
        }
        assertEquals("found", input.next(search, Bytes.ascii("||").asReadOnlyBuffer()));
        assertTrue(input.examinedBytes() <= 1_000_000 + 300, input.examinedBytes() + " bytes examined");
    }

    @Test
    void aSearchForSomethingElseBeginsAgain() {
        Bytes data = Bytes.ascii("ab;c,d");
        Object found = input.next(
                in -> {
                    assertEquals(-1, in.indexOf(Bytes.ascii("x"), 0));
                    assertEquals(4, in.indexOf(Bytes.ascii(","), 0));
                    assertEquals(2, in.indexOf(Bytes.ascii(";"), 0));
                    assertEquals(-1, in.indexOf(Bytes.ascii(";"), 3));
                    assertEquals(2, in.indexOf(Bytes.ascii(";"), 1));
                    in.skip(1);
                    return in.indexOf(Bytes.ascii(";"), 0);
                },
                data.asReadOnlyBuffer());
        assertEquals(1, found);
    }

    @Test
    void aLimitIsCheckedBeforeTheDelimiterComes() {
        Limit limit = new Limit("name in bytes", 3);
        Decoder<Integer> name = in -> {
            int found = in.indexOf(Bytes.ascii("\0\0"), 1, limit);
            return found < 0 ? null : found;
        };
        assertNull(input.next(name, Bytes.ascii(":abc\0").asReadOnlyBuffer()));
        LimitExceededException over = assertThrows(
                LimitExceededException.class,
                () -> input.next(name, Bytes.ascii("x").asReadOnlyBuffer()));
        assertEquals("name in bytes over the limit of 3", over.getMessage());
        ByteBuffer more = Bytes.ascii("y").asReadOnlyBuffer();
        assertSame(over, assertThrows(LimitExceededException.class, () -> input.next(name, more)));
        assertEquals(Bytes.ascii(":abc\0y"), input.takeRest(more));
    }

    @Test
    void theMarkIsForgottenWhenBytesAreTaken() {
        ByteBuffer data = Bytes.ascii("abcdef").asReadOnlyBuffer();
        assertEquals(0, input.mark());
        input.next(
                in -> {
                    in.mark(4);
                    return null;
                },
                data);
        assertEquals(4, input.mark());
        input.takeRest();
        assertEquals(0, input.mark());
    }

    @Test
    void passesALongBodyOnWithoutHoldingOrCopyingIt() {
        RawDecoder body = new RawDecoder(10_000_000_000L);
        byte[] memory = new byte[100_000];
        ByteBuffer lent = ByteBuffer.wrap(memory);
        while (!body.isDone()) {
            ByteBuffer piece = lent.duplicate();
            ByteBuffer view = Objects.requireNonNull(input.next(body, piece));
            assertFalse(piece.hasRemaining());
            assertEquals(memory.length, view.remaining());
            memory[7] = 1;
            assertEquals(1, view.get(7), "a copy was made");
            memory[7] = 0;
        }
        ByteBuffer next = Bytes.ascii("next").asReadOnlyBuffer();
        assertThrows(IllegalStateException.class, () -> input.next(body, next));
        assertEquals(Bytes.ascii("next"), input.takeRest(next));
    }

    @Test
    void bytesPutFirstComeBeforeAllOthers() {
        Decoder<Bytes> four = in -> in.has(4) ? in.take(4) : null;
        ByteBuffer data = Bytes.ascii("onetwo").asReadOnlyBuffer();
        assertEquals(Bytes.ascii("onet"), input.next(four, data));
        assertNull(input.next(four, data));
        input.putFirst(Bytes.ascii("ab").asReadOnlyBuffer());
        assertEquals(Bytes.ascii("abwo"), input.next(four, Bytes.ascii("x").asReadOnlyBuffer()));
    }

    @Test
    void aLineAllocatesItsBytesAndNothingElse() {
        Bytes line = Bytes.ascii("0123456789abcdef0123456789abcdef");
        ByteBuffer data = ByteBuffer.allocateDirect(LINES * (line.length() + 2));
        for (int i = 0; i < LINES; i++) {
            data.put(line.asReadOnlyBuffer()).put((byte) '\r').put((byte) '\n');
        }
        LineDecoder lines = new LineDecoder();
        ByteBuffer lent = data.flip().asReadOnlyBuffer();
        assertEquals(line, input.next(lines, lent));
        long before = allocatedBytes();
        int count = 1;
        while (input.next(lines, lent) != null) {
            count++;
        }
        long each = (allocatedBytes() - before) / LINES;
        assertEquals(LINES, count);
        // An array of 32 bytes and the Bytes around it, with the headers that the virtual machine gives them.
        assertTrue(each <= 32 + 64, each + " bytes allocated for a line of 32");
        assertEquals(0, input.heldBytes());
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
