package dev.sennit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps what Sennit logs during a test out of its output. The test fails if a line is logged that it does not expect, or if
 * one that it expects is not logged. Registered in a field of the test:
 *
 * <pre>{@code
 * @RegisterExtension
 * final ExpectedLog log = new ExpectedLog();
 * }</pre>
 */
public final class ExpectedLog implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger = Logger.getLogger("dev.sennit");
    private final List<String> lines = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private boolean usedParents;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
                add(text(entry));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Expects one line or more that contain this text, in their message or in that of the exception logged with them. */
    public synchronized void expect(String part) {
        expected.add(part);
    }

    /** Returns the lines logged so far, each followed by the exception logged with it. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        usedParents = logger.getUseParentHandlers();
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(usedParents);
        List<String> unexpected = lines.stream()
                .filter(line -> expected.stream().noneMatch(line::contains))
                .toList();
        List<String> missing = expected.stream()
                .filter(part -> lines.stream().noneMatch(line -> line.contains(part)))
                .toList();
        assertEquals(List.of(), unexpected, "lines that were logged and not expected");
        assertEquals(List.of(), missing, "lines that were expected and not logged");
    }

    private synchronized void add(String line) {
        lines.add(line);
    }

    private static String text(LogRecord entry) {
        String message = String.valueOf(entry.getMessage());
        Object[] parameters = entry.getParameters();
        String shown =
                parameters == null || parameters.length == 0 ? message : MessageFormat.format(message, parameters);
        return entry.getLevel() + ": " + shown + (entry.getThrown() == null ? "" : ": " + entry.getThrown());
    }
}
