package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is received is in the file, one line each, in order; and no loop has waited for that. */
class LogFileTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-21T12:00:00.05Z"), ZoneOffset.UTC);
    private static final String START = "2026-11-21T12:00:00.050Z memory:peer ";

    /** A device that refuses every write for want of space, on Linux. */
    private static final Path FULL = Path.of("/dev/full");

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final Path folder;
    private final Path path;
    private final LogFile log;

    LogFileTest(@TempDir Path folder) {
        this.folder = folder;
        path = folder.resolve("lines.log");
        log = new LogFile(path, work::add, NOON);
    }

    @Test
    void appendsEachLineWithTimeAndPeerHoweverItIsCut() throws IOException {
        Files.writeString(path, "before\n");
        log.start();
        var wire = RecordingTransport.with(log);
        wire.receiveInPieces(1, Bytes.utf8("one\r\nsmörgås\n\n"));
        RecordingTransport.with(log, new MemoryAddress("local"), TcpAddress.of("192.0.2.7", 4711))
                .receive("two\nunfinished");
        doWork();
        assertEquals(
                "before\n" + START + "one\n" + START + "smörgås\n" + START + "\n"
                        + "2026-11-21T12:00:00.050Z 192.0.2.7:4711 two\n",
                Files.readString(path));
    }

    @Test
    void leavesTheWritingToTheWorkersOneAtATime() throws IOException {
        log.start();
        var wire = RecordingTransport.with(log);
        wire.receive("one\ntwo\nthree\n");
        assertEquals("", Files.readString(path));
        assertEquals(1, work.size(), "one batch for all that waits");
        doWork();
        assertEquals(START + "one\n" + START + "two\n" + START + "three\n", Files.readString(path));
    }

    @ParameterizedTest
    @CsvSource({
        "escape,             '\u001b[2J',     '\\u{1b}[2J'",
        "carriage return,    'a\rb',          'a\\u{d}b'",
        "nul,                'a\0b',          'a\\u{0}b'",
        "C1 control,         'a\u009bb',      'a\\u{9b}b'",
        "line separator,     'a\u2028b',      'a\\u{2028}b'",
        "right to left,      'a\u202eb',      'a\\u{202e}b'",
        "backslash,          'a\\b',          'a\\\\b'",
        "tab,                'a\tb',          'a\\u{9}b'",
        "not in the BMP,     '\ud83d\ude00',  '\ud83d\ude00'",
    })
    void escapesWhatIsNoVisibleText(String name, String received, String logged) throws IOException {
        log.start();
        RecordingTransport.with(log).receive(received + "\n");
        doWork();
        assertEquals(START + logged + "\n", Files.readString(path), name);
    }

    @Test
    void stopsReadingWhileTheDiskIsFarBehindAndGoesOnAfterwards() throws IOException {
        log.start();
        var wire = RecordingTransport.with(log);
        String line = "x".repeat(1000) + "\n";
        int sent = 0;
        while (!wire.isReadingPaused()) {
            assertTrue(sent < 2000, "still reading with nothing written");
            wire.receive(line);
            sent++;
        }
        assertTrue(sent > 900, "paused after only " + sent + " lines");
        wire.receive(line);
        doWork();
        assertFalse(wire.isReadingPaused());
        doWork();
        assertEquals(sent + 1, Files.readAllLines(path).size());
    }

    @Test
    void goesOnReadingEvenIfTheWorkersDoTheirWorkAtOnce() throws IOException {
        LogFile inline = new LogFile(path, Runnable::run, NOON);
        inline.start();
        var wire = RecordingTransport.with(inline);
        wire.receive(("x".repeat(1000) + "\n").repeat(3000));
        assertFalse(wire.isReadingPaused());
        assertEquals(3000, Files.readAllLines(path).size());
    }

    @Test
    void keepsTheOrderOfEachConnectionOnSeveralLoopsAndWorkers() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(3);
        LogFile shared = new LogFile(path, workers, NOON);
        shared.start();
        Threads.run(4, thread -> {
            var wire = RecordingTransport.with(shared);
            for (int i = 0; i < 500; i++) {
                wire.receive(thread + " " + i + "\n");
            }
            return thread;
        });
        shared.stop();
        workers.shutdown();
        assertTrue(workers.awaitTermination(30, TimeUnit.SECONDS));
        List<String> lines = Files.readAllLines(path);
        assertEquals(2000, lines.size());
        for (int thread = 0; thread < 4; thread++) {
            String start = START + thread + " ";
            List<String> own =
                    lines.stream().filter(line -> line.startsWith(start)).toList();
            for (int i = 0; i < 500; i++) {
                assertEquals(start + i, own.get(i));
            }
        }
    }

    @Test
    void writesWhatWaitsBeforeItClosesAndCanBeOpenedAgain() throws IOException {
        log.start();
        var wire = RecordingTransport.with(log);
        wire.receive("one\n");
        wire.reset();
        log.stop();
        log.start();
        RecordingTransport.with(log).receive("two\n");
        doWork();
        assertEquals(START + "one\n" + START + "two\n", Files.readString(path));
    }

    @Test
    void losesNothingIfTheWorkersEndBeforeIt() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        LogFile orphan = new LogFile(
                path,
                task -> {
                    if (ended.getCount() == 0) {
                        throw new RejectedExecutionException("ended");
                    }
                    ended.countDown();
                    task.run();
                },
                NOON);
        orphan.start();
        var wire = RecordingTransport.with(orphan);
        wire.receive("one\ntwo\n");
        assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
        orphan.stop();
        assertEquals(START + "one\n" + START + "two\n", Files.readString(path));
    }

    @Test
    void losesNothingWhenAWorkerCannotBeStarted() throws IOException {
        CountDownLatch refused = new CountDownLatch(1);
        LogFile shortOfThreads = new LogFile(
                path,
                task -> {
                    if (refused.getCount() != 0) {
                        refused.countDown();
                        throw new AssertionError("expected in the log of this test: no thread");
                    }
                    work.add(task);
                },
                NOON);
        shortOfThreads.start();
        RecordingTransport.with(shortOfThreads).receive("one\n");
        RecordingTransport.with(shortOfThreads).receive("two\n");
        doWork();
        assertEquals(START + "one\n" + START + "two\n", Files.readString(path));
    }

    @Test
    @EnabledIf("hasFullDevice")
    void goesOnServingWhenTheDiskIsFull() {
        LogFile full = new LogFile(FULL, Runnable::run, NOON);
        full.start();
        var wire = RecordingTransport.with(full);
        wire.receive("lost\n");
        wire.receive("lost too\n");
        assertFalse(wire.isClosed());
        full.stop();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNamedPipeIsOpenedWithoutWaitingForItsReader() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        LogFile piped = new LogFile(pipe, Runnable::run, NOON);
        piped.start();
        RecordingTransport.with(piped).receive("one\n");
        Process reader = new ProcessBuilder("head", "-n", "1", pipe.toString()).start();
        assertEquals(START + "one", reader.inputReader().readLine());
        assertEquals(0, reader.waitFor());
        piped.stop();
    }

    static boolean hasFullDevice() {
        return Files.isWritable(FULL);
    }

    @Test
    void saysWhichFileCannotBeOpened() {
        Path nowhere = folder.resolve("missing").resolve("lines.log");
        LogFile unwritable = new LogFile(nowhere, work::add, NOON);
        var failure = assertThrows(UncheckedIOException.class, unwritable::start);
        assertEquals("cannot open the log file " + nowhere + ": its directory does not exist", failure.getMessage());
    }

    @Test
    void refusesToBeUsedBeforeItIsStartedOrToBeStartedTwice() {
        var transport = RecordingTransport.with(Echo::new).transport();
        assertThrows(IllegalStateException.class, () -> log.protocolFor(transport));
        log.start();
        assertThrows(IllegalStateException.class, log::start);
    }

    @Test
    void tellsWhoSendsTooLongALineAndCloses() {
        log.start();
        var wire = RecordingTransport.with(log);
        wire.receive("x".repeat(1025));
        assertEquals(
                "That line is too long: the limit is 1024 bytes.\r\n",
                wire.written().toUtf8());
        assertTrue(wire.isClosed());
        assertTrue(work.isEmpty());
    }

    private void doWork() {
        for (Runnable task; (task = work.poll()) != null; ) {
            task.run();
        }
    }
}
