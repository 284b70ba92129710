package dev.sennit.command;

import dev.sennit.transport.bytes.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
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

    /**
     * Takes the place of the JDK's own output: warnings and worse, of Sennit what it tells beside (INFO, as far as
     * {@link LineLimit} goes), or with {@code verbose} all of Sennit's log.
     */
    static void show(PrintWriter errors, boolean verbose) {
        show(errors, verbose, System::nanoTime);
    }

    /** Does the same by a monotonic clock. */
    static void show(PrintWriter errors, boolean verbose, LongSupplier nanoTime) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof ConsoleHandler || handler instanceof Lines) {
                root.removeHandler(handler);
            }
        }
        root.addHandler(new Lines(errors, verbose, nanoTime));
        root.setLevel(verbose ? Level.INFO : Level.WARNING);
        SENNIT.setLevel(verbose ? Level.ALL : Level.INFO);
    }

    /** One line for a record: how bad, where from, what, and the cause if there is one; what does not print is escaped. */
    static String line(LogRecord record, String message) {
        String source = record.getLoggerName() == null ? "" : record.getLoggerName();
        Throwable cause = record.getThrown();
        String line = "sennit: " + level(record.getLevel()) + ": " + message
                + (cause == null ? "" : ": " + Mistakes.explain(cause))
                + (record.getLevel().intValue() < Level.WARNING.intValue()
                        ? " (" + source.substring(source.lastIndexOf('.') + 1) + ")"
                        : "");
        return Printable.of(line.replaceAll("\\R", " "));
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
        private final boolean verbose;
        private final LongSupplier nanoTime;
        private final LineLimit limit = new LineLimit();

        Lines(PrintWriter errors, boolean verbose, LongSupplier nanoTime) {
            this.errors = errors;
            this.verbose = verbose;
            this.nanoTime = nanoTime;
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
            if (isLoggable(record) && isWanted(record)) {
                errors.println(getFormatter().format(record));
            }
        }

        /** Limits INFO and below: remote peers can cause such messages at will. */
        private boolean isWanted(LogRecord record) {
            if (verbose || record.getLevel().intValue() >= Level.WARNING.intValue()) {
                return true;
            }
            if (!limit.admits(nanoTime.getAsLong())) {
                return false;
            }
            limit.leftOut().ifPresent(said -> errors.println("sennit: info: " + said));
            return true;
        }

        @Override
        public void flush() {
            errors.flush();
        }

        /** Leaves the stream open: it is not this handler's. */
        @Override
        public synchronized void close() {}
    }

    /**
     * Keeps a log short of what others can make it say: some lines in each span of time, then how many were left out. For one
     * thread at a time.
     */
    static final class LineLimit {
        static final int LINES = 20;
        static final Duration SPAN = Duration.ofSeconds(10);

        private long spanBeganNanos;
        private boolean spanBegan;
        private int lines;
        private long leftOut;

        /** Whether a line of this moment, of a monotonic clock, is to be shown. */
        boolean admits(long nowNanos) {
            if (!spanBegan || nowNanos - spanBeganNanos >= SPAN.toNanos()) {
                spanBegan = true;
                spanBeganNanos = nowNanos;
                lines = 0;
            }
            if (lines < LINES) {
                lines++;
                return true;
            }
            leftOut++;
            return false;
        }

        /** What is to be said, before the next line that is admitted, of those left out; once. */
        Optional<String> leftOut() {
            if (leftOut == 0) {
                return Optional.empty();
            }
            String said = leftOut + " more such lines were left out; --verbose shows all";
            leftOut = 0;
            return Optional.of(said);
        }
    }
}
