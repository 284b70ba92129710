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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls from any thread: order per thread, whole writes, and the same meaning as on the loop. */
public abstract class ThreadContract extends ContractTest {
    private static final int THREADS = 4;
    private static final int WRITES = 500;
    private static final int HEADER_BYTES = 12;

    @Test
    void T2_eachThreadsWritesKeepTheirOrderAndStayWhole() {
        open(Script.staysOpen().onPaused(probe -> true), Script.idle());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            int writer = number;
            threads.add(new Thread(() -> {
                for (int i = 0; i < WRITES; i++) {
                    client.write(record(writer, i));
                }
            }));
        }
        runAll(threads);
        int each = IntStream.range(0, WRITES).map(i -> record(0, i).length()).sum();
        waitFor("all had come", () -> server.receivedBytes() == (long) THREADS * each);
        assertOrdered(server.received());
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
            assertEquals(record(writer, next[writer]++), rest.take(HEADER_BYTES + rest.intAt(8)));
        }
    }

    @Test
    void T2_theLoopsOwnWritesKeepTheirOrderAmongOthers() {
        open(Script.idle(), Script.idle());
        elsewhere(() -> client.write("from outside"));
        on(client, () -> client.write("from the loop"));
        waitFor("both had come", () -> server.receivedBytes() == 25);
    }

    @Test
    void T3_aBufferWrittenFromOutsideMayBeReusedAtOnce() {
        open(Script.idle(), Script.idle());
        elsewhere(() -> {
            byte[] shared = new byte[1000];
            for (int value = 0; value < 100; value++) {
                Arrays.fill(shared, (byte) value);
                client.transport().write(ByteBuffer.wrap(shared));
            }
        });
        waitFor("all had come", () -> server.receivedBytes() == 100_000);
        for (int value = 0; value < 100; value++) {
            assertEquals((byte) value, server.received().byteAt(value * 1000 + 999));
        }
    }

    @Test
    void T1_closeFromOutsideComesBehindThatThreadsWrites() {
        open(Script.idle(), Script.idle());
        elsewhere(() -> {
            client.write(pattern(0, 200_000));
            client.transport().close();
            client.write("too late");
        });
        waitForEnd(client, server);
        assertPattern(200_000, server.received());
        assertEnded(Clean.class, By.US, client);
    }

    @Test
    void T1_abortFromOutside() {
        open(Script.idle(), Script.idle());
        elsewhere(() -> client.transport().abort());
        waitForEnd(Aborted.class, By.US, client);
        waitForReset(server);
    }

    @Test
    void T1_endOutputPauseAndResumeFromOutside() {
        open(Script.idle(), Script.staysOpen());
        elsewhere(() -> server.transport().pauseReading());
        settle(client, server);
        elsewhere(() -> client.writeAndEnd(Bytes.utf8("question")));
        settle(client, server);
        assertFalse(server.heard("data"));
        elsewhere(() -> server.transport().resumeReading());
        waitFor("the end came", () -> server.heard("inputEnded"));
        assertEquals(Bytes.utf8("question"), server.received());
        elsewhere(() -> server.transport().close());
        waitForEnd(client, server);
        assertInstanceOf(Clean.class, client.reason());
    }

    @Test
    void T1_manyThreadsMayEndItAtOnce() {
        open(Script.idle(), Script.idle());
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            threads.add(new Thread(() -> client.transport().close()));
            threads.add(new Thread(() -> server.transport().close()));
            threads.add(new Thread(() -> client.write("x")));
        }
        runAll(threads);
        waitForEnd(client, server);
        settle(client, server);
        assertEquals(1, client.times("lost"));
    }
}
