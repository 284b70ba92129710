package dev.sennit.services.cli;

import java.io.PrintWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Shows what the kit logs, one line each, on standard error. */
final class LogOutput {
    /** Held here, since the log manager would forget a logger, and its level, that nobody holds. */
    private static final Logger SENNIT = Logger.getLogger("dev.sennit");

    private LogOutput() {}

    /** Takes the place of the JDK's own output: warnings and worse, or with {@code verbose} all of Sennit's log. */
    static void show(PrintWriter errors, boolean verbose) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof ConsoleHandler || handler instanceof Lines) {
                root.removeHandler(handler);
            }
        }
        root.addHandler(new Lines(errors, verbose));
        root.setLevel(verbose ? Level.INFO : Level.WARNING);
        SENNIT.setLevel(verbose ? Level.ALL : Level.WARNING);
    }

    /** One line for a record: how bad, where from, what, and the cause if there is one. */
    static String line(LogRecord record, String message) {
        String source = record.getLoggerName() == null ? "" : record.getLoggerName();
        Throwable cause = record.getThrown();
        String line = "sennit: " + level(record.getLevel()) + ": " + message
                + (cause == null ? "" : ": " + Mistakes.explain(cause))
                + (record.getLevel().intValue() < Level.WARNING.intValue()
                        ? " (" + source.substring(source.lastIndexOf('.') + 1) + ")"
                        : "");
        return line.replaceAll("\\R", " ");
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        return level.intValue() >= Level.WARNING.intValue()
                ? "warning"
                : level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    /** Not a StreamHandler: one without a stream of its own takes no record for loggable. */
    private static final class Lines extends Handler {
        private final PrintWriter errors;

        Lines(PrintWriter errors, boolean verbose) {
            this.errors = errors;
            setLevel(Level.ALL);
            setFormatter(new Formatter() {
                @Override
                public String format(LogRecord record) {
                    String message = formatMessage(record);
                    // What follows the first line is for those who look for it: the stack that held up a loop, say.
                    return line(
                            record,
                            verbose ? message : message.lines().findFirst().orElse(""));
                }
            });
        }

        @Override
        public synchronized void publish(LogRecord record) {
            if (isLoggable(record)) {
                errors.println(getFormatter().format(record));
            }
        }

        @Override
        public void flush() {
            errors.flush();
        }

        /** Leaves the stream open: it is not this handler's. */
        @Override
        public synchronized void close() {}
    }
}
