package dev.sennit.transport.tls.identity;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this package logs, from WARNING on, while it is open. */
final class LogCapture extends Handler {
    private static final Logger LOGGER = Logger.getLogger("dev.sennit.transport.tls.identity");

    private final List<String> lines = new ArrayList<>();

    LogCapture() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(this);
    }

    /** What was logged since the last call. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(MessageFormat.format(entry.getMessage(), entry.getParameters()));
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
