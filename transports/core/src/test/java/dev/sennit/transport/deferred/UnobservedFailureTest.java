package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failure that nobody looks at is reported, once and in time. */
class UnobservedFailureTest {
    private final ManualClock clock = new ManualClock();
    private final Deferred.Source<String> source = new Deferred.Source<>(clock);
    private final RuntimeException cause = new IllegalStateException("boom");
    private final List<LogRecord> reports = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Deferred.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord report) {
            reports.add(report);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void capture() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void release() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private void passTime() {
        clock.advance(Duration.ofSeconds(60));
    }

    @Test
    void reportsOnceWithTheCauseAfterTenSeconds() {
        source.fail(cause);
        clock.advance(Duration.ofMillis(9_999));
        assertEquals(0, reports.size());
        clock.advance(Duration.ofMillis(1));
        passTime();
        assertEquals(1, reports.size());
        assertEquals(Level.WARNING, reports.get(0).getLevel());
        assertSame(cause, reports.get(0).getThrown());
    }

    @Test
    void saysNothingOfAFailureLookedAtInTime() {
        source.fail(cause);
        clock.advance(Duration.ofMillis(9_999));
        source.deferred().exceptionally(e -> "handled");
        assertEquals(0, clock.pendingTimers());
        passTime();
        assertEquals(0, reports.size());
    }

    @Test
    void setsNoTimerOnSuccessNorWhenSomebodyWaits() {
        source.succeed("v");
        assertEquals(0, clock.pendingTimers());
        Deferred.Source<String> awaited = new Deferred.Source<>(clock);
        awaited.deferred().handle((v, e) -> "handled");
        awaited.fail(cause);
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void reportsTheEndOfAChainNotItsLinks() {
        source.deferred().thenApply(v -> v + "!").thenApply(String::length);
        source.fail(cause);
        assertEquals(1, clock.pendingTimers());
        passTime();
        assertEquals(1, reports.size());
        assertSame(cause, reports.get(0).getThrown());
    }

    @Test
    void reportsWhatACallbackThrew() {
        source.deferred().thenAccept(v -> {
            throw cause;
        });
        source.succeed("v");
        passTime();
        assertEquals(1, reports.size());
    }

    @Test
    void saysNothingOfACancel() {
        source.deferred().thenApply(v -> v).cancel();
        passTime();
        assertEquals(0, reports.size());
    }

    @Test
    void failsAllTheSameWhereNobodyCanWatch() {
        Clock noThread = new Clock() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };
        Deferred.Source<String> unwatched = new Deferred.Source<>(noThread);
        assertTrue(unwatched.fail(cause));
        assertSame(cause, assertThrows(IllegalStateException.class, unwatched.deferred()::await));
    }

    @Test
    void countsAwaitAsLooking() {
        source.fail(cause);
        assertSame(cause, assertThrows(IllegalStateException.class, source.deferred()::await));
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void countsAFutureAsLooking() {
        source.fail(cause);
        assertTrue(source.deferred().toCompletableFuture().isCompletedExceptionally());
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void movesTheDutyToTheOneThatFollows() {
        source.fail(cause);
        Deferred<String> follower = source.deferred().named("the same");
        assertEquals(1, clock.pendingTimers());
        follower.handle((v, e) -> "handled");
        passTime();
        assertEquals(0, reports.size());
    }

    @Test
    void movesTheDutyToTheOneThatGoesOnWithIt() {
        Deferred<String> outer = source.deferred().thenCompose(v -> Deferred.failed(cause));
        source.succeed("v");
        outer.handle((v, e) -> "handled");
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void doesNotCountAskingWhetherItIsSettled() {
        source.fail(cause);
        source.deferred().isDone();
        source.isDone();
        passTime();
        assertEquals(1, reports.size());
    }

    @Test
    void saysNothingWhenLookedAtFromAnotherThread() throws Exception {
        source.fail(cause);
        Thread other = new Thread(() -> source.deferred().handle((v, e) -> "handled"));
        other.start();
        other.join();
        passTime();
        assertEquals(0, reports.size());
    }
}
