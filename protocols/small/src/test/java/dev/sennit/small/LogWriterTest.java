package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.small.LogFile.LogWriter;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log file on a disk that fills up, and is cleared. */
class LogWriterTest {
    private static final Logger LOG = Logger.getLogger(LogFile.class.getName());

    private final Disk disk = new Disk();
    private final AtomicLong nanoTime = new AtomicLong();
    private final LogWriter writer = new LogWriter(Path.of("lines.log"), disk, Runnable::run, nanoTime::get);
    private final Transport from = RecordingTransport.with(Echo::new).transport();
    private final Messages messages = new Messages();

    @BeforeEach
    void listen() {
        LOG.addHandler(messages);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void restore() {
        LOG.removeHandler(messages);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void aLineOfWhichAPartWasWrittenIsEndedBeforeTheNext() {
        disk.room = 7;
        writer.append("one\ntwo and more\n", from);
        disk.room = 100;
        writer.append("three\n", from);
        assertEquals("one\ntwo\nthree\n", disk.text());
    }

    @Test
    void aLineIsEndedOnceThoughThatFailsAtFirst() {
        disk.room = 2;
        writer.append("one\n", from);
        writer.append("two\n", from);
        disk.room = 1;
        writer.append("three\n", from);
        disk.room = 100;
        writer.append("four\n", from);
        assertEquals("on\nfour\n", disk.text());
    }

    @Test
    void aFullDiskIsToldOfOnceAndTheLostLinesAreCounted() {
        for (int i = 0; i < 1000; i++) {
            writer.append("lost\nlost too\n", from);
        }
        assertEquals(List.of("cannot write the log file lines.log; what comes meanwhile is lost"), messages.heard);
        disk.room = 100;
        writer.append("kept\n", from);
        assertEquals("2000 lines for the log file lines.log could not be written", messages.heard.get(1));
        assertEquals("kept\n", disk.text());
    }

    @Test
    void aDiskThatIsFullNowAndThenIsToldOfInIntervals() {
        for (int i = 0; i < 100; i++) {
            disk.room = 0;
            writer.append("lost\n", from);
            disk.room = 5;
            writer.append("kept\n", from);
        }
        assertEquals(2, messages.heard.size(), messages.heard::toString);
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        disk.room = 5;
        writer.append("kept\n", from);
        assertEquals("99 lines for the log file lines.log could not be written", messages.heard.get(2));
    }

    @Test
    void whatWasLostIsToldAtTheEndAtTheLatest() {
        writer.append("lost\n", from);
        writer.close();
        assertEquals(
                List.of(
                        "cannot write the log file lines.log; what comes meanwhile is lost",
                        "1 line for the log file lines.log could not be written"),
                messages.heard);
    }

    /** Takes as many bytes as it has room for; then writing fails. */
    private static final class Disk implements WritableByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }

        @Override
        public int write(ByteBuffer text) throws IOException {
            if (room == 0) {
                throw new IOException("No space left on device");
            }
            int count = Math.min(room, text.remaining());
            for (int i = 0; i < count; i++) {
                taken.write(text.get());
            }
            room -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static final class Messages extends Handler {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void publish(LogRecord message) {
            heard.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
