package dev.sennit.testing;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a logger and the loggers below it write from WARNING on, while the capture is open. They are not
 * printed meanwhile. Any thread may log and read.
 */
public final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger;
    private final boolean usedParents;
    private final List<Entry> entries = new ArrayList<>();

    /** One entry, with its parameters in its message. */
    private record Entry(
            Level level, String message, @Nullable Throwable thrown) {
        static Entry of(LogRecord entry) {
            String message = String.valueOf(entry.getMessage());
            Object[] parameters = entry.getParameters();
            return new Entry(
                    entry.getLevel(),
                    parameters == null || parameters.length == 0 ? message : MessageFormat.format(message, parameters),
                    entry.getThrown());
        }

        String line() {
            return level + ": " + message + (thrown == null ? "" : ": " + thrown);
        }
    }

    private LogCapture(Logger logger) {
        this.logger = logger;
        this.usedParents = logger.getUseParentHandlers();
    }

    /** Opens a capture of the logger of this name, such as {@code dev.sennit.transport}, until {@link #close}. */
    public static LogCapture of(String name) {
        return from(Level.WARNING, name);
    }

    /** Opens a capture of the logger that has the name of this class. */
    public static LogCapture of(Class<?> type) {
        return of(type.getName());
    }

    /** Opens a capture from this level on. */
    static LogCapture from(Level level, String name) {
        LogCapture capture = new LogCapture(Logger.getLogger(name));
        capture.setLevel(level);
        capture.logger.setUseParentHandlers(false);
        capture.logger.addHandler(capture);
        return capture;
    }

    /** Returns the messages so far, the oldest first. */
    public synchronized List<String> messages() {
        return entries.stream().map(Entry::message).toList();
    }

    /** Returns the messages since the last take, the oldest first, and forgets them. */
    public synchronized List<String> take() {
        List<String> taken = messages();
        entries.clear();
        return taken;
    }

    /** Returns how many messages were logged with this exception. */
    public synchronized long times(Throwable thrown) {
        return entries.stream().filter(entry -> entry.thrown == thrown).count();
    }

    /** Returns the messages so far, each behind its level and before the exception logged with it. */
    synchronized List<String> lines() {
        return entries.stream().map(Entry::line).toList();
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            entries.add(Entry.of(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(usedParents);
    }
}
