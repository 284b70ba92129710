package dev.sennit.small;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.Executor;
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
}
