package dev.sennit.transport.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to a queue, it holds what a plain stream of bytes, cut off at the front, would hold. */
class ByteQueueModelTest {
    private static final int ROUNDS = 300;
    private static final int STEPS = 200;

    private ByteQueue queue = new ByteQueue();
    private ByteArrayOutputStream model = new ByteArrayOutputStream();

    @Test
    void holdsWhatTheModelHoldsAfterRandomSteps() {
        long seed = new Random().nextLong();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            queue = new ByteQueue();
            model = new ByteArrayOutputStream();
            for (int step = 0; step < STEPS; step++) {
                String where = "seed " + (seed + round) + ", step " + step;
                if (random.nextInt(5) < 2) {
                    add(random);
                } else {
                    remove(random, where);
                }
                check(random, where);
            }
        }
    }

    private void add(Random random) {
        // Few different values, so that searches find something; now and then a lot at once.
        byte[] bytes = new byte[random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(50)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(4);
        }
        int from = random.nextInt(bytes.length + 1);
        int count = bytes.length - from;
        model.write(bytes, from, count);
        switch (random.nextInt(4)) {
            case 0 -> queue.add(bytes, from, count);
            case 1 -> queue.add(Bytes.of(bytes).slice(from));
            case 2 -> queue.add(ByteBuffer.wrap(bytes, from, count).asReadOnlyBuffer());
            default -> {
                for (int i = from; i < bytes.length; i++) {
                    queue.add(bytes[i]);
                }
            }
        }
    }

    private void remove(Random random, String where) {
        byte[] held = model.toByteArray();
        int count = random.nextInt(10) == 0 ? held.length : random.nextInt(Math.min(held.length, 2_000) + 1);
        Bytes expected = Bytes.copyOf(held, 0, count);
        switch (random.nextInt(4)) {
            case 0 -> assertEquals(expected, queue.take(count), where);
            case 1 -> queue.skip(count);
            case 2 -> {
                ByteBuffer target = ByteBuffer.allocate(count);
                assertEquals(count, queue.takeInto(target), where);
                assertEquals(expected, Bytes.copyOf(target.flip()), where);
            }
            default -> {
                count = held.length;
                assertEquals(Bytes.of(held), queue.takeAll(), where);
            }
        }
        model.reset();
        model.write(held, count, held.length - count);
    }

    private void check(Random random, String where) {
        byte[] held = model.toByteArray();
        Bytes expected = Bytes.of(held);
        assertEquals(held.length, queue.length(), where);
        assertEquals(expected, Bytes.copyOf(queue.asReadOnlyBuffer()), where);
        int count = random.nextInt(held.length + 1);
        assertEquals(Bytes.of(Arrays.copyOf(held, count)), queue.peek(count), where);
        if (held.length > 0) {
            int index = random.nextInt(held.length);
            assertEquals(held[index], queue.byteAt(index), where);
        }
        byte wanted = (byte) random.nextInt(5);
        assertEquals(expected.indexOf(wanted, count), queue.indexOf(wanted, count), where);
        Bytes delimiter = Bytes.of((byte) random.nextInt(4), (byte) random.nextInt(4), wanted);
        assertEquals(expected.indexOf(delimiter, count), queue.indexOf(delimiter, count), where);
        if (queue.isEmpty() && queue.capacity() > 4096) {
            throw new AssertionError(where + ": empty, but keeps " + queue.capacity() + " bytes");
        }
    }
}
