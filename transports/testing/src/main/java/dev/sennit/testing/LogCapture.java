package dev.sennit.testing;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The messages that a logger and the loggers below it write from WARNING on, while the capture is open. They are not
 * printed meanwhile. Any thread may log and read.
 */
public final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> messages = new ArrayList<>();

    private LogCapture(Logger logger) {
        this.logger = logger;
    }

    /** Opens a capture of the logger of this name, such as {@code dev.sennit.transport}, until {@link #close}. */
    public static LogCapture of(String name) {
        LogCapture capture = new LogCapture(Logger.getLogger(name));
        capture.logger.setUseParentHandlers(false);
        capture.logger.addHandler(capture);
        return capture;
    }

    /** Opens a capture of the logger that has the name of this class. */
    public static LogCapture of(Class<?> type) {
        return of(type.getName());
    }

    /** Returns the messages so far, the oldest first. */
    public synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    /** Returns the messages since the last take, the oldest first, and forgets them. */
    public synchronized List<String> take() {
        List<String> taken = messages();
        messages.clear();
        return taken;
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            messages.add(
                    entry.getParameters() == null
                            ? entry.getMessage()
                            : MessageFormat.format(entry.getMessage(), entry.getParameters()));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
