package dev.sennit.transport.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.ExpectedLog;
import dev.sennit.testing.ThrowingLog;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class SystemClockTest {
    @RegisterExtension
    final ExpectedLog log = new ExpectedLog();

    private final SystemClock clock = new SystemClock(Duration.ZERO);
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    private Timer set(String name, Duration delay) {
        return clock.after(delay, () -> ran.add(name));
    }

    @Test
    void runsInTheOrderOfDeadlines() throws Exception {
        Timer late = set("late", Duration.ofHours(1));
        set("early", Duration.ofMillis(20));
        assertEquals("early", ran.take());
        assertTrue(late.restart(Duration.ofMillis(1)));
        assertEquals("late", ran.take());
    }

    @Test
    void neverRunsATaskTooEarly() throws Exception {
        long start = clock.nanoTime();
        CountDownLatch done = new CountDownLatch(1);
        clock.after(Duration.ofMillis(20), done::countDown);
        done.await();
        assertTrue(clock.nanoTime() - start >= 20_000_000);
    }

    @Test
    void runsOnADaemonThread() throws Exception {
        clock.after(
                Duration.ZERO, () -> ran.add("daemon " + Thread.currentThread().isDaemon()));
        assertEquals("daemon true", ran.take());
    }

    @Test
    void hasAThreadOnlyWhileSomethingIsPending() throws Exception {
        assertNull(clock.thread());
        CountDownLatch release = new CountDownLatch(1);
        clock.after(Duration.ZERO, () -> awaitQuietly(release));
        Thread first = clock.thread();
        assertNotNull(first);
        release.countDown();
        first.join();
        assertNull(clock.thread());
        set("again", Duration.ZERO);
        assertEquals("again", ran.take());
    }

    @Test
    void wakesForATimerThatIsSooner() throws Exception {
        Timer far = set("far", Duration.ofDays(1_000_000));
        set("near", Duration.ofMillis(1));
        assertEquals("near", ran.take());
        assertTrue(far.restart(Duration.ofMillis(1)));
        assertEquals("far", ran.take());
        assertFalse(far.isActive());
    }

    @Test
    void goesOnAfterATaskThatThrows() throws Exception {
        log.expect("a task's bug");
        clock.after(Duration.ZERO, () -> {
            throw new IllegalStateException("a task's bug");
        });
        set("next", Duration.ofMillis(1));
        assertEquals("next", ran.take());
    }

    @Test
    void goesOnAfterALoggerThatThrows() throws Exception {
        ThrowingLog log = ThrowingLog.of(SystemClock.class);
        try {
            clock.after(Duration.ZERO, () -> {
                throw new IllegalStateException("not heard");
            });
            set("next", Duration.ofMillis(1));
            assertEquals("next", ran.poll(10, TimeUnit.SECONDS));
        } finally {
            log.end();
        }
    }

    @Test
    void refusesATimerWithoutAThreadAndServesTheNextOnceThereIsOne() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        SystemClock shortOfThreads = new SystemClock(Duration.ZERO, timers -> {
            if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(timers);
        });
        assertThrows(
                RejectedExecutionException.class, () -> shortOfThreads.after(Duration.ZERO, () -> ran.add("refused")));
        shortOfThreads.after(Duration.ofMillis(1), () -> ran.add("next"));
        assertEquals("next", ran.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void cancels() throws Exception {
        Timer timer = set("cancelled", Duration.ofMillis(1));
        boolean cancelled = timer.cancel();
        set("other", Duration.ofMillis(2));
        assertEquals(cancelled ? "other" : "cancelled", ran.take());
        assertFalse(timer.cancel());
    }

    @Test
    void servesManyThreads() throws Exception {
        int threads = 8;
        int each = 500;
        CountDownLatch done = new CountDownLatch(threads * each);
        for (int t = 0; t < threads; t++) {
            Thread setter = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    Timer timer = clock.after(Duration.ofSeconds(100), done::countDown);
                    timer.restart(Duration.ofMillis(i % 5));
                }
            });
            setter.setDaemon(true);
            setter.start();
        }
        assertTrue(done.await(20, TimeUnit.SECONDS));
    }

    @Test
    void refusesANegativeDelay() {
        assertThrows(IllegalArgumentException.class, () -> Clock.system().after(Duration.ofNanos(-1), () -> {}));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
