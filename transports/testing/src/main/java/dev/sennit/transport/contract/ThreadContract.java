package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.transport.CloseReason.Aborted;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls from any thread: order per thread, whole writes, and the same meaning as on the loop. */
public abstract class ThreadContract extends ContractTest {
    private static final int THREADS = 4;
    private static final int WRITES = 500;
    private static final int HEADER_BYTES = 12;

    @Test
    void T2_eachThreadsWritesKeepTheirOrderAndStayWhole() {
        Pair pair = open(Script.staysOpen().onPaused(probe -> true), Script.idle());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            int writer = number;
            threads.add(new Thread(() -> {
                for (int i = 0; i < WRITES; i++) {
                    pair.client().write(record(writer, i));
                }
            }));
        }
        runAll(threads);
        long total = 0;
        for (int i = 0; i < WRITES; i++) {
            total += (long) THREADS * record(0, i).length();
        }
        long wanted = total;
        waitFor("all had come", () -> pair.server().receivedBytes() == wanted);
        assertOrdered(pair.server().received());
    }

    /** Writer, number, length, then so many bytes of the writer's own kind. */
    private static Bytes record(int writer, int number) {
        int length = number * 37 % 3000;
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + length);
        bytes.putInt(writer).putInt(number).putInt(length);
        while (bytes.hasRemaining()) {
            bytes.put((byte) writer);
        }
        return Bytes.copyOf(bytes.flip());
    }

    private static void assertOrdered(Bytes received) {
        ByteQueue rest = new ByteQueue();
        rest.add(received);
        int[] next = new int[THREADS];
        while (!rest.isEmpty()) {
            int writer = rest.intAt(0);
            assertEquals(record(writer, next[writer]), rest.take(HEADER_BYTES + rest.intAt(8)));
            next[writer]++;
        }
    }

    @Test
    void T2_theLoopsOwnWritesKeepTheirOrderAmongOthers() {
        Pair pair = open(Script.idle(), Script.idle());
        runAll(List.of(new Thread(() -> pair.client().write("from outside"))));
        on(pair.client(), () -> pair.client().write("from the loop"));
        waitFor("both had come", () -> pair.server().receivedBytes() == 25);
    }

    @Test
    void T3_aBufferWrittenFromOutsideMayBeReusedAtOnce() {
        Pair pair = open(Script.idle(), Script.idle());
        runAll(List.of(new Thread(() -> {
            byte[] shared = new byte[1000];
            for (int value = 0; value < 100; value++) {
                Arrays.fill(shared, (byte) value);
                pair.client().transport().write(ByteBuffer.wrap(shared));
            }
        })));
        waitFor("all had come", () -> pair.server().receivedBytes() == 100_000);
        for (int value = 0; value < 100; value++) {
            assertEquals((byte) value, pair.server().received().byteAt(value * 1000 + 999));
        }
    }

    @Test
    void T1_closeFromOutsideComesBehindThatThreadsWrites() {
        Pair pair = open(Script.idle(), Script.idle());
        runAll(List.of(new Thread(() -> {
            pair.client().write(pattern(0, 200_000));
            pair.client().transport().close();
            pair.client().write("too late");
        })));
        waitForEnd(pair.client(), pair.server());
        assertPattern(200_000, pair.server().received());
        assertEnded(Clean.class, By.US, pair.client());
    }

    @Test
    void T1_abortFromOutside() {
        Pair pair = open(Script.idle(), Script.idle());
        runAll(List.of(new Thread(() -> pair.client().transport().abort())));
        waitForEnd(pair.client(), pair.server());
        assertEnded(Aborted.class, By.US, pair.client());
        assertReset(pair.server());
    }

    @Test
    void T1_endOutputPauseAndResumeFromOutside() {
        Pair pair = open(Script.idle(), Script.staysOpen());
        runAll(List.of(new Thread(() -> pair.server().transport().pauseReading())));
        settle(pair.client(), pair.server());
        runAll(List.of(new Thread(() -> {
            pair.client().write("question");
            pair.client().transport().endOutput();
        })));
        settle(pair.client(), pair.server());
        assertFalse(pair.server().heard("data"));
        runAll(List.of(new Thread(() -> pair.server().transport().resumeReading())));
        waitFor("the end came", () -> pair.server().heard("inputEnded"));
        assertEquals(Bytes.utf8("question"), pair.server().received());
        runAll(List.of(new Thread(() -> pair.server().transport().close())));
        waitForEnd(pair.client(), pair.server());
        assertInstanceOf(Clean.class, pair.client().reason());
    }

    @Test
    void T1_manyThreadsMayEndItAtOnce() {
        Pair pair = open(Script.idle(), Script.idle());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            threads.add(new Thread(() -> pair.client().transport().close()));
            threads.add(new Thread(() -> pair.server().transport().close()));
            threads.add(new Thread(() -> pair.client().write("x")));
        }
        runAll(threads);
        waitForEnd(pair.client(), pair.server());
        settle(pair.client(), pair.server());
        assertEquals(1, pair.client().times("lost"));
    }
}
