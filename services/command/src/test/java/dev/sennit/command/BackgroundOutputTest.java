package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.command.Main.BackgroundOutput;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages to a stream that takes them slowly, or never. */
@Timeout(60)
class BackgroundOutputTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final GatedStream stream = new GatedStream();
    private final BackgroundOutput output = new BackgroundOutput(stream);
    private final PrintWriter text = World.text(output);

    @Test
    void messagesComeInOrder() {
        stream.open();
        text.println("one");
        text.println("two");
        output.awaitWritten(LIMIT);
        assertEquals("one\ntwo\n", stream.text());
    }

    @Test
    void whatFindsNoRoomIsDroppedAndCounted() throws InterruptedException {
        text.println("first");
        stream.awaitWriter();
        String line = "x".repeat(BackgroundOutput.QUEUE_BYTES / 4 - 1);
        for (int i = 0; i < 7; i++) {
            text.println(line);
        }
        assertFalse(text.checkError());
        stream.open();
        output.awaitWritten(LIMIT);
        List<String> lines = stream.text().lines().toList();
        assertEquals(
                List.of(
                        "first",
                        "sennit: warning: 3 messages were lost, since standard error did not take them in time"),
                lines.subList(0, 2));
        assertEquals(6, lines.size());
    }

    @Test
    void waitingForAStreamThatTakesNothingEnds() throws InterruptedException {
        text.println("never written");
        stream.awaitWriter();
        output.awaitWritten(Duration.ofMillis(1));
        assertEquals("", stream.text());
    }

    @Test
    void lastWordsComeBeforeWhatWaits() throws InterruptedException {
        text.println("first");
        stream.awaitWriter();
        text.println("second");
        output.lastWords("last\n".getBytes(StandardCharsets.UTF_8), Duration.ofMillis(1));
        stream.open();
        output.awaitWritten(LIMIT);
        assertEquals("first\nlast\nsecond\n", stream.text());
    }

    @Test
    void messagesThatComeLaterAreNotWaitedFor() throws InterruptedException {
        text.println("first");
        stream.awaitWriter();
        // Each message that is written brings another: the queue is never empty.
        stream.afterEach = () -> text.println("another");
        text.println("second");
        stream.open();
        output.awaitWritten(Duration.ofDays(1));
        output.lastWords("last\n".getBytes(StandardCharsets.UTF_8), Duration.ofDays(1));
        stream.afterEach = () -> {};
        String written = stream.text();
        assertTrue(written.startsWith("first\nsecond\n"), written);
        assertTrue(written.contains("last\n"), written);
    }

    @Test
    void aStreamThatFailsHarmsNobody() {
        stream.open();
        stream.failures.set(1);
        text.println("lost");
        text.println("heard");
        output.awaitWritten(LIMIT);
        assertEquals("heard\n", stream.text());
    }

    @Test
    void aLastResortEndsTheProcessThoughNobodyReads() throws InterruptedException {
        text.println("never written");
        stream.awaitWriter();
        CountDownLatch halted = new CountDownLatch(1);
        List<Integer> codes = new ArrayList<>();
        Main.LastResort last = new Main.LastResort(output, text, code -> {
            codes.add(code);
            halted.countDown();
        });
        assertFalse(last.isEnding());
        last.uncaughtException(new Thread("other"), new IllegalStateException("harmless"));
        assertFalse(last.isEnding());
        last.uncaughtException(new Thread("worker"), new OutOfMemoryError("Java heap space"));
        assertTrue(halted.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "the process was not ended");
        assertEquals(List.of(Main.LastResort.EXIT_CODE), codes);
    }

    /** Takes nothing until it is opened. */
    private static final class GatedStream extends OutputStream {
        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch writing = new CountDownLatch(1);
        private final AtomicInteger failures = new AtomicInteger();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private volatile Runnable afterEach = () -> {};

        void open() {
            open.countDown();
        }

        void awaitWriter() throws InterruptedException {
            assertTrue(writing.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "nothing is written");
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void write(int octet) {
            throw new AssertionError("whole messages are wanted");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            writing.countDown();
            try {
                open.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("expected by this test");
            }
            taken.write(bytes, offset, length);
            afterEach.run();
        }
    }
}
