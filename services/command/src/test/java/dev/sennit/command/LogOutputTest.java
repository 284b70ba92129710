package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What of the log the command shows. */
@Isolated("changes the JDK's log")
final class LogOutputTest {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger PROXY = Logger.getLogger("dev.sennit.socks.server.SocksServer");

    private final Handler[] before = ROOT.getHandlers();
    private final StringWriter shown = new StringWriter();
    private final PrintWriter errors = new PrintWriter(shown, true);

    @AfterEach
    void restore() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        for (Handler handler : before) {
            ROOT.addHandler(handler);
        }
        ROOT.setLevel(Level.INFO);
        Logger.getLogger("dev.sennit").setLevel(null);
    }

    @Test
    void showsWhoWasRefusedAndNoDetails() {
        LogOutput.show(errors, false);
        PROXY.info("refused somebody");
        PROXY.fine("served somebody");
        Logger.getLogger("jdk.event").info("something of the JDK");
        Logger.getLogger("jdk.event").warning("a warning of the JDK");
        assertShown("sennit: info: refused somebody (SocksServer)", "sennit: warning: a warning of the JDK");
    }

    @Test
    void showsDetailsWhereTheyAreAskedFor() {
        LogOutput.show(errors, true);
        PROXY.fine("served somebody");
        assertShown("sennit: debug: served somebody (SocksServer)");
    }

    @Test
    void leavesOutWhatComesTooOftenAndSaysSo() {
        AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
        LogOutput.show(errors, false, nanoTime::get);
        for (int i = 0; i < LogOutput.LineLimit.LINES + 7; i++) {
            PROXY.info("refused " + i);
            nanoTime.incrementAndGet();
        }
        PROXY.warning("something else");
        nanoTime.addAndGet(LogOutput.LineLimit.SPAN.toNanos());
        PROXY.info("refused later");

        List<String> lines = shown.toString().lines().toList();
        assertEquals(LogOutput.LineLimit.LINES + 3, lines.size());
        assertEquals("sennit: info: refused 19 (SocksServer)", lines.get(LogOutput.LineLimit.LINES - 1));
        assertEquals(
                List.of(
                        "sennit: warning: something else",
                        "sennit: info: 7 more such lines were left out; --verbose shows all",
                        "sennit: info: refused later (SocksServer)"),
                lines.subList(LogOutput.LineLimit.LINES, lines.size()));
    }

    @Test
    void setsTheLimitByAClockThatNobodySetsBack() {
        LogOutput.show(errors, false, () -> 0);
        for (int i = 0; i <= LogOutput.LineLimit.LINES; i++) {
            LogRecord record = new LogRecord(Level.INFO, "refused");
            record.setLoggerName(PROXY.getName());
            record.setInstant(Instant.EPOCH.plus(LogOutput.LineLimit.SPAN.multipliedBy(i)));
            PROXY.log(record);
        }
        assertEquals(LogOutput.LineLimit.LINES, shown.toString().lines().count());
    }

    @Test
    void showsWhatDoesNotPrintEscaped() {
        LogOutput.show(errors, false);
        PROXY.warning("a name of \u001b[2J\u0007\u009b\u202e");
        assertShown("sennit: warning: a name of \\u001b[2J\\u0007\\u009b\\u202e");
    }

    private void assertShown(String... lines) {
        assertEquals(List.of(lines), shown.toString().lines().toList());
    }
}
