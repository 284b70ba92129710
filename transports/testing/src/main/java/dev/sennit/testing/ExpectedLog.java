package dev.sennit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
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
    private final List<String> expected = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // Opened before each test.
    private LogCapture capture;

    /** Expects one line or more that contain this text, in their message or in that of the exception logged with them. */
    public synchronized void expect(String part) {
        expected.add(part);
    }

    /** Returns the lines logged so far, each followed by the exception logged with it. */
    public List<String> lines() {
        return capture.lines();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        capture = LogCapture.from(Level.INFO, "dev.sennit");
    }

    @Override
    public synchronized void afterEach(ExtensionContext context) {
        capture.close();
        List<String> lines = lines();
        List<String> unexpected = lines.stream()
                .filter(line -> expected.stream().noneMatch(line::contains))
                .toList();
        List<String> missing = expected.stream()
                .filter(part -> lines.stream().noneMatch(line -> line.contains(part)))
                .toList();
        assertEquals(List.of(), unexpected, "lines that were logged and not expected");
        assertEquals(List.of(), missing, "lines that were expected and not logged");
    }
}
