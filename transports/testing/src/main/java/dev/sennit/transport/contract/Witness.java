package dev.sennit.transport.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the probes of one test have seen; its monitor is notified of each change, for those who wait. */
public final class Witness {
    private final List<String> violations = new ArrayList<>();
    private final List<LogRecord> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.sennit");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            synchronized (Witness.this) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                    logged.add(entry);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    Witness() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    /** Notes a broken rule; the test fails with all of them at its end. */
    void check(boolean holds, String rule) {
        if (!holds) {
            synchronized (this) {
                violations.add(rule);
            }
        }
    }

    synchronized void changed() {
        notifyAll();
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many warnings and errors were logged about this. */
    synchronized long logged(Throwable about) {
        return logged.stream().filter(entry -> entry.getThrown() == about).count();
    }
}
