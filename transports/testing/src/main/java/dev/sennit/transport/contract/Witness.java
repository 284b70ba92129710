package dev.sennit.transport.contract;

import dev.sennit.testing.LogCapture;
import java.util.ArrayList;
import java.util.List;

/** What the probes of one test have seen; its monitor is notified of each change, for those who wait. */
public final class Witness {
    private final List<String> violations = new ArrayList<>();
    private final LogCapture log = LogCapture.of("dev.sennit");

    Witness() {}

    void close() {
        log.close();
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
    long logged(Throwable about) {
        return log.times(about);
    }
}
