package dev.sennit.transport;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A class's log that cannot be written, as where no descriptor is left to read the time zones with. */
public final class ThrowingLog extends Handler {
    private final Logger logger;

    private ThrowingLog(Logger logger) {
        this.logger = logger;
    }

    /** Takes the class's log over, until {@link #end}. */
    public static ThrowingLog of(Class<?> type) {
        ThrowingLog log = new ThrowingLog(Logger.getLogger(type.getName()));
        log.logger.addHandler(log);
        log.logger.setUseParentHandlers(false);
        return log;
    }

    /** Leaves the log as it was. */
    public void end() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }

    @Override
    public void publish(LogRecord message) {
        throw new NoClassDefFoundError("for want of a descriptor");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
