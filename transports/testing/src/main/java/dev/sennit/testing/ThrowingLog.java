package dev.sennit.testing;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A logger whose handler throws an error for each message, as a handler does that cannot load a class. */
public final class ThrowingLog extends Handler {
    private final Logger logger;

    private ThrowingLog(Logger logger) {
        this.logger = logger;
    }

    /** Replaces the handlers of the logger that has the name of this class, until {@link #end}. */
    public static ThrowingLog of(Class<?> type) {
        ThrowingLog log = new ThrowingLog(Logger.getLogger(type.getName()));
        log.logger.addHandler(log);
        log.logger.setUseParentHandlers(false);
        return log;
    }

    /** Restores the handlers. */
    public void end() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }

    @Override
    public void publish(LogRecord message) {
        throw new NoClassDefFoundError("the log of this test always throws");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
