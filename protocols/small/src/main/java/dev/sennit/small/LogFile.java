package dev.sennit.small;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends every line received to one file, with the time and the peer:
 *
 * <pre>
 *   2026-11-21T08:15:30.250Z 192.0.2.7:49152 text of the line
 * </pre>
 *
 * <p>The file is UTF-8. Characters that are no visible text are written as <code>&#92;u{1b}</code> and a backslash as two,
 * so that a line received is always one line of the file.
 *
 * <p>The file is opened before the listener is and closed after the last connection's lines are in it. Lines of one
 * connection keep their order, and no loop waits for the disk: writing is left to an executor, a batch at a time. When the
 * disk falls behind by more than 1 MiB, connections are not read from until it has caught up. The file may be a named pipe:
 * it is opened without waiting for a reader, and until there is one, lines wait as for a slow disk.
 */
public final class LogFile implements ProtocolFactory<Protocol> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path path;
    private final Executor workers;
    private final Clock clock;
    private volatile @Nullable LogWriter writer;

    /**
     * Creates a service; the file is not opened yet.
     *
     * @param path the file; made if it is not there, never cut short
     * @param workers runs what may block, such as {@link dev.sennit.transport.Reactor#workers}
     * @param clock the time of each line
     */
    public LogFile(Path path, Executor workers, Clock clock) {
        this.path = path;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * Opens the file.
     *
     * @throws UncheckedIOException if that fails; it names the file
     * @throws IllegalStateException if it is open
     */
    @Override
    public Deferred<Void> start() {
        if (writer != null) {
            throw new IllegalStateException("the log file " + path + " is open already");
        }
        try {
            writer = LogWriter.open(path, workers);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot open the log file " + path + ": " + problem(failure), failure);
        }
        return Deferred.done();
    }

    /** The JDK says nothing but the path of a file that is missing or may not be opened. */
    private static String problem(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "its directory does not exist";
        }
        return failure instanceof AccessDeniedException
                ? "not permitted"
                : Objects.requireNonNullElse(failure.getMessage(), "the system does not say why");
    }

    @Override
    public Protocol protocolFor(Transport transport) {
        LogWriter open = writer;
        if (open == null) {
            throw new IllegalStateException("the log file " + path + " is not open: start() comes first");
        }
        return new Session(transport, open);
    }

    /** Has the file closed once all lines are written; does not wait for that. */
    @Override
    public Deferred<Void> stop() {
        LogWriter open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
        return Deferred.done();
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\\') {
                escaped.append("\\\\");
            } else if (isVisible(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return escaped.toString();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private final class Session extends TextLines {
        private final LogWriter log;

        Session(Transport transport, LogWriter log) {
            super(transport, DEFAULT_LIMIT_BYTES);
            this.log = log;
        }

        @Override
        void textReceived(String text) {
            String time = TIME.format(Instant.now(clock));
            if (!log.append(time + " " + transport().peer() + " " + escaped(text) + "\n", transport())) {
                transport().pauseReading();
            }
        }
    }

    /**
     * An open log file, and the text on its way there. For any thread; at most one at a time writes, which keeps the order.
     *
     * <p>If writing fails, what is left of the batch is lost, and the next batch is tried all the same. A failure is
     * logged at most every 10 s, and so is, when writing succeeds again, how many lines were lost; what was not told by then is
     * told when the file is closed. A line of which only a part was written is ended before the next.
     */
    static final class LogWriter {
        /** Waiting text over which those who add more are to pause. */
        static final int MARK_BYTES = 1024 * 1024;

        private static final ByteBuffer LINE_END =
                ByteBuffer.wrap(new byte[] {'\n'}).asReadOnlyBuffer();

        private static final Logger LOG = System.getLogger(LogFile.class.getName());
        // inode(7)
        private static final int TYPE_BITS = 0170000;
        private static final int NAMED_PIPE = 0010000;

        private final Path path;
        private final WritableByteChannel file;
        private final Executor workers;
        private final LongSupplier nanoTime;
        // All guarded by this.
        private final ByteQueue waiting = new ByteQueue();
        private final Set<Transport> paused = new HashSet<>();
        private boolean writing;
        private boolean closing;
        // The one writer's own.
        private boolean lineBegun;
        private long linesLost;
        private final Pace failures = new Pace();
        private final Pace counts = new Pace();

        /**
         * Takes a channel over.
         *
         * @param path for messages
         * @param nanoTime a monotonic clock, for how often failures are logged
         */
        LogWriter(Path path, WritableByteChannel file, Executor workers, LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            this.path = path;
            this.file = file;
            this.workers = workers;
        }

        static LogWriter open(Path path, Executor workers) throws IOException {
            // A pipe that is opened for writing alone waits for its reader; what is written to one is at its
            // end anyway.
            FileChannel file = isNamedPipe(path)
                    ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    : FileChannel.open(
                            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return new LogWriter(path, file, workers, System::nanoTime);
        }

        private static boolean isNamedPipe(Path path) throws IOException {
            if (!path.getFileSystem().supportedFileAttributeViews().contains("unix") || !Files.exists(path)) {
                return false;
            }
            return ((int) Files.getAttribute(path, "unix:mode") & TYPE_BITS) == NAMED_PIPE;
        }

        /**
         * Adds text and has it written.
         *
         * @param from where the text came from
         * @return whether more may come now; if not, {@code from} is to be paused on its loop before the current callback
         *     ends, and is resumed from here
         */
        boolean append(String text, Transport from) {
            boolean mayGoOn;
            synchronized (this) {
                waiting.add(Bytes.utf8(text));
                mayGoOn = waiting.length() <= MARK_BYTES;
                if (!mayGoOn) {
                    paused.add(from);
                }
            }
            startWriting();
            return mayGoOn;
        }

        /** Has the file closed when all text is written. */
        void close() {
            synchronized (this) {
                closing = true;
            }
            try {
                startWriting();
            } catch (RuntimeException | Error noWorker) {
                // They have ended before us, or there is no thread: better to wait for the disk than to lose
                // what was said.
                writeAll();
            }
        }

        private void startWriting() {
            synchronized (this) {
                if (writing) {
                    return;
                }
                writing = true;
            }
            try {
                workers.execute(this::writeAll);
            } catch (RuntimeException | Error noWorker) {
                synchronized (this) {
                    writing = false;
                }
                throw noWorker;
            }
        }

        private void writeAll() {
            boolean more = true;
            while (more) {
                Bytes batch;
                Set<Transport> behind;
                synchronized (this) {
                    batch = waiting.takeAll();
                    behind = Set.copyOf(paused);
                    paused.clear();
                    more = !batch.isEmpty();
                    writing = more;
                }
                write(batch);
                behind.forEach(LogWriter::resume);
            }
            closeIfDone();
        }

        private static void resume(Transport transport) {
            try {
                // From a worker it is queued for the loop, hence comes after the pause that the loop may be
                // about to make.
                transport.resumeReading();
            } catch (RejectedExecutionException ended) {
                LOG.log(Level.DEBUG, "{0}: its reactor has ended, there is nothing to resume", transport);
            }
        }

        private void write(Bytes batch) {
            if (batch.isEmpty()) {
                return;
            }
            ByteBuffer left = batch.asReadOnlyBuffer();
            try {
                if (lineBegun) {
                    writeWhole(LINE_END.duplicate());
                }
                writeWhole(left);
                if (linesLost > 0 && counts.mayTell(nanoTime.getAsLong())) {
                    tellOfLost();
                }
            } catch (IOException | RuntimeException | Error failure) {
                linesLost += lineEnds(left);
                if (failures.mayTell(nanoTime.getAsLong())) {
                    LOG.log(
                            Level.ERROR,
                            "cannot write the log file " + path + "; what comes meanwhile is lost",
                            failure);
                }
            }
        }

        private void writeWhole(ByteBuffer text) throws IOException {
            while (text.hasRemaining()) {
                if (file.write(text) > 0) {
                    lineBegun = text.get(text.position() - 1) != '\n';
                }
            }
        }

        private void tellOfLost() {
            long lost = linesLost;
            linesLost = 0;
            LOG.log(
                    Level.WARNING,
                    lost + (lost == 1 ? " line" : " lines") + " for the log file " + path + " could not be written");
        }

        private static long lineEnds(ByteBuffer text) {
            long count = 0;
            for (int i = text.position(); i < text.limit(); i++) {
                count += text.get(i) == '\n' ? 1 : 0;
            }
            return count;
        }

        private void closeIfDone() {
            synchronized (this) {
                if (!closing || writing || !waiting.isEmpty()) {
                    return;
                }
            }
            if (linesLost > 0) {
                tellOfLost();
            }
            try {
                file.close();
            } catch (IOException failure) {
                LOG.log(Level.ERROR, "cannot close the log file " + path, failure);
            }
        }

        /** Keeps a message that may come with each batch to one in each span. */
        private static final class Pace {
            private static final long SPAN_NANOS = Duration.ofSeconds(10).toNanos();

            private boolean told;
            private long toldNanos;

            boolean mayTell(long nowNanos) {
                if (told && nowNanos - toldNanos < SPAN_NANOS) {
                    return false;
                }
                told = true;
                toldNanos = nowNanos;
                return true;
            }
        }
    }
}
