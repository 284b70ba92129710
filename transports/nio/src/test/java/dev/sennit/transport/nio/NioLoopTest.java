package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.nio.socket.PollChannel;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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
                new LoopGroup.Home(JdkSockets.INSTANCE, MemoryBudget.UNLIMITED, () -> {}, failure -> {}, Runnable::run),
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

    @Test
    void aTimerThatAnotherThreadSetsAsTheThreadEndsIsRun() throws InterruptedException {
        NioLoop loop = loop("ends-and-times");
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 500; round++) {
            CountDownLatch ran = new CountDownLatch(1);
            loop.after(Duration.ZERO, ran::countDown);
            assertTrue(ran.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the timer of round " + round + " never ran");
            spin(IDLE_NANOS / 2);
            awaitNextPass(loop);
            spin(random.nextLong(500));
        }
    }

    @Test
    void aTimerThatAnotherThreadCancelsDoesNotKeepTheThread() throws InterruptedException {
        NioLoop loop = loop("cancelled");
        Timer timer = loop.after(Duration.ofHours(1), () -> {});
        CountDownLatch passed = new CountDownLatch(1);
        loop.execute(passed::countDown);
        assertTrue(passed.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        Thread thread = loop.thread();
        assertNotNull(thread);
        assertTrue(timer.cancel());
        thread.join(Duration.ofSeconds(LIMIT_SECONDS).toMillis());
        assertFalse(thread.isAlive(), "the thread waits for a timer that was cancelled");
    }

    @Test
    void refusesATimerOnceItHasEnded() throws InterruptedException {
        NioLoop loop = loop("ended");
        loop.after(Duration.ofHours(1), () -> {});
        CountDownLatch ended = new CountDownLatch(1);
        loop.shutDown(ended::countDown);
        assertTrue(ended.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertThrows(RejectedExecutionException.class, () -> loop.after(Duration.ofHours(1), () -> {}));
    }

    /** Two channels become ready while a task runs, so the next select finds both. */
    @Test
    void aTaskAfterThisPassRunsBehindTheOtherReadyChannels() throws Exception {
        NioLoop loop = loop("passes");
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1);
        List<Pipe> pipes = List.of(Pipe.open(), Pipe.open());
        loop.execute(() -> {
            try {
                for (Pipe pipe : pipes) {
                    pipe.source().configureBlocking(false);
                    JdkPoller.Channel<Pipe.SourceChannel> source = new JdkPoller.Channel<>(pipe.source()) {};
                    loop.register(source, SelectionKey.OP_READ, new OneRead(source, () -> {
                        order.add("channel");
                        loop.afterThisPass(() -> {
                            order.add("after");
                            if (order.size() == 4) {
                                done.countDown();
                            }
                        });
                    }));
                    pipe.sink().write(ByteBuffer.wrap(new byte[1]));
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        assertTrue(done.await(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "saw no more than " + order);
        assertEquals(List.of("channel", "channel", "after", "after"), order);
        for (Pipe pipe : pipes) {
            pipe.sink().close();
        }
    }

    /** Closes its channel when that is ready. */
    private record OneRead(PollChannel channel, Runnable whenReady) implements PollHandler {
        @Override
        public void ready(int ops) {
            whenReady.run();
            try {
                channel.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void free() {}

        @Override
        public void loopEnds(@Nullable Throwable failure) {}
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
