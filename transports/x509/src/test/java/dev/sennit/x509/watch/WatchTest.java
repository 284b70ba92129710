package dev.sennit.x509.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A look that comes to nothing is not the last. */
class WatchTest {
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(WatchTest.class.getName());

    private final ManualClock clock = new ManualClock();
    private final Queue<Error> shortages = new ArrayDeque<>();
    private int looks;

    private void work(Runnable task) {
        Error shortage = shortages.poll();
        if (shortage != null) {
            throw shortage;
        }
        task.run();
    }

    @Test
    void looksAgainAfterAWorkerCouldNotBeStarted() {
        new Watch(clock, this::work, PERIOD, atOnce -> looks++, LOG).start();
        shortages.add(new AssertionError("expected in the log of this test: no thread"));
        clock.advance(PERIOD);
        assertEquals(0, looks);
        clock.advance(PERIOD);
        assertEquals(1, looks);
    }

    @Test
    void leavesNoTimerWhenItIsClosed() {
        Watch before = new Watch(clock, this::work, PERIOD, atOnce -> looks++, LOG);
        before.start();
        clock.advance(PERIOD);
        assertEquals(1, clock.pendingTimers());
        before.close();
        assertEquals(0, clock.pendingTimers());

        Watch within = new Watch(clock, this::work, PERIOD, atOnce -> looks++, LOG);
        within.close();
        within.start();
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void looksAgainAfterALookMetAnError() {
        Watch watch = new Watch(
                clock,
                this::work,
                PERIOD,
                atOnce -> {
                    looks++;
                    throw new AssertionError("expected in the log of this test: no class");
                },
                LOG);
        watch.start();
        clock.advance(PERIOD);
        clock.advance(PERIOD);
        assertEquals(2, looks);
    }
}
