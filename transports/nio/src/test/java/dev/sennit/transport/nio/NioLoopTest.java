package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.MemoryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each task given to a loop is run or rejected, whatever the loop's thread is about to do. */
@Timeout(60)
class NioLoopTest {
    private static final long LIMIT_SECONDS = 20;
    private static final long IDLE_MILLIS = 1;
    private static final long IDLE_NANOS = IDLE_MILLIS * 1_000_000;

    private static NioLoop loop(String name) {
        return new NioLoop(
                name,
                NioSettings.DEFAULT,
                new NioLoop.Home(JdkSockets.INSTANCE, MemoryBudget.UNLIMITED, () -> {}, Runnable::run),
                IDLE_MILLIS);
    }

    @Test
    void anInterruptDoesNotKeepTheLoopFromSleeping() throws InterruptedException {
        NioLoop loop = loop("interrupted");
        AtomicBoolean stillInterrupted = new AtomicBoolean(true);
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            Thread.currentThread().interrupt();
            loop.after(Duration.ofMillis(5), () -> {
                stillInterrupted.set(Thread.currentThread().isInterrupted());
                done.countDown();
            });
        });
        assertTrue(done.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the timer did not run");
        assertFalse(stillInterrupted.get());
    }

    /** The window is narrow, so each task is given just when the loop has woken in vain and is about to end. */
    @Test
    void aTaskThatComesAsTheThreadEndsIsRun() throws InterruptedException {
        NioLoop loop = loop("ends-and-starts");
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 1000; round++) {
            CountDownLatch ran = new CountDownLatch(1);
            loop.execute(ran::countDown);
            assertTrue(ran.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the task of round " + round + " was never run");
            spin(IDLE_NANOS / 2);
            awaitNextPass(loop);
            spin(random.nextLong(500));
        }
    }

    @Test
    void aTaskThatComesAsTheLoopShutsDownIsRunOrRejected() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            NioLoop loop = loop("shuts-down-" + round);
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger ran = new AtomicInteger();
            List<Thread> givers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                givers.add(new Thread(() -> giveUntilRejected(loop, taken, ran)));
            }
            CountDownLatch ended = new CountDownLatch(1);
            givers.forEach(Thread::start);
            loop.shutDown(ended::countDown);
            for (Thread giver : givers) {
                giver.join();
            }
            assertTrue(ended.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the loop did not end");
            assertEquals(taken.get(), ran.get(), "of the tasks taken in round " + round + " so many were run");
        }
    }

    private static void giveUntilRejected(NioLoop loop, AtomicInteger taken, AtomicInteger ran) {
        try {
            while (true) {
                loop.execute(ran::incrementAndGet);
                taken.incrementAndGet();
            }
        } catch (RejectedExecutionException expected) {
            // The loop has ended.
        }
    }

    /** Each pass runs timers, none too, and counts that as a callback. */
    private static void awaitNextPass(NioLoop loop) {
        long before = loop.callbackNumber();
        long end = System.nanoTime() + 2 * IDLE_NANOS;
        while (loop.callbackNumber() == before && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
