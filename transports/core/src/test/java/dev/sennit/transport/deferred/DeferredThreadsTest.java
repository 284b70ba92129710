package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads, executors, and waiting. */
@Timeout(60)
class DeferredThreadsTest {
    private final Deferred.Source<String> source = new Deferred.Source<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void keepsTheOrderOfEachThreadAndLosesNothing() throws Exception {
        for (int round = 0; round < 200; round++) {
            attachFromManyThreads(4, 50);
        }
    }

    private static void attachFromManyThreads(int threads, int each) throws Exception {
        Deferred.Source<String> source = new Deferred.Source<>();
        List<int[]> calls = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(threads * each);
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        List<Thread> started = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            started.add(start(() -> {
                start.await();
                for (int i = 0; i < each; i++) {
                    int number = i;
                    source.deferred().thenAccept(v -> {
                        overlaps.addAndGet(running.getAndIncrement());
                        calls.add(new int[] {thread, number});
                        running.decrementAndGet();
                        all.countDown();
                    });
                }
            }));
        }
        started.add(start(() -> {
            start.await();
            source.succeed("v");
        }));
        all.await();
        for (Thread thread : started) {
            thread.join();
        }
        int[] next = new int[threads];
        for (int[] call : calls) {
            assertEquals(next[call[0]]++, call[1]);
        }
        assertEquals(threads * each, calls.size());
        assertEquals(0, overlaps.get(), "callbacks of one Deferred ran at the same time");
    }

    @Test
    void letsOneOfManySettlersWin() throws Exception {
        for (int round = 0; round < 200; round++) {
            Deferred.Source<Integer> contested = new Deferred.Source<>();
            AtomicInteger wins = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(4);
            List<Thread> started = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int value = t;
                started.add(start(() -> {
                    start.await();
                    boolean won = value == 0
                            ? contested.deferred().cancel()
                                    && contested.deferred().isDone()
                            : contested.succeed(value);
                    wins.addAndGet(won && value != 0 ? 1 : 0);
                }));
            }
            for (Thread thread : started) {
                thread.join();
            }
            assertTrue(contested.isDone());
            assertTrue(wins.get() <= 1, wins + " succeeded");
        }
    }

    /** Whenever a cancel meets a result on its way, the end is settled all the same. */
    @Test
    void settlesTheEndOfAChainThatIsCancelledWhileItRuns() throws Exception {
        for (int round = 0; round < 500; round++) {
            Deferred.Source<String> first = new Deferred.Source<>();
            Deferred.Source<String> second = new Deferred.Source<>();
            Deferred<String> end =
                    first.deferred().thenCompose(v -> second.deferred()).thenApply(v -> v);
            CyclicBarrier start = new CyclicBarrier(2);
            Thread settler = start(() -> {
                start.await();
                first.succeed("v");
            });
            start.await();
            end.cancel();
            settler.join();
            assertTrue(end.isDone());
            assertThrows(DeferredCancelledException.class, end::await);
        }
    }

    private static Thread start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private interface Body {
        void run() throws Exception;
    }

    @Test
    void runsCallbacksOnAnExecutorInOrder() {
        Deferred<String> moved = source.deferred().on(tasks::add);
        moved.thenAccept(v -> seen.add("first"));
        moved.thenAccept(v -> seen.add("second"));
        source.succeed("v");
        assertEquals(List.of(), seen);
        moved.thenAccept(v -> seen.add("third"));
        runTasks();
        assertEquals(List.of("first", "second", "third"), seen);
        moved.thenAccept(v -> seen.add("fourth"));
        assertEquals(3, seen.size());
        runTasks();
        assertEquals(4, seen.size());
    }

    @Test
    void runsWhatDerivesFromItOnTheExecutorInOneTask() {
        source.deferred()
                .on(tasks::add)
                .thenApply(v -> v + "!")
                .thenCompose(v -> Deferred.of(v + "?"))
                .thenAccept(seen::add);
        source.succeed("v");
        assertEquals(1, tasks.size());
        runTasks();
        assertEquals(List.of("v!?"), seen);
    }

    @Test
    void runsALateCallbackOfADerivedOneOnTheExecutorToo() {
        Deferred<String> derived = Deferred.of("v").on(tasks::add).thenApply(v -> v + "!");
        runTasks();
        derived.thenAccept(seen::add);
        assertEquals(List.of(), seen);
        runTasks();
        assertEquals(List.of("v!"), seen);
    }

    @Test
    void showsACancelledBranchItsCancelOnTheExecutor() {
        Deferred<String> moved = source.deferred().on(tasks::add);
        Deferred<String> branch = moved.whenComplete((v, e) -> seen.add("branch"));
        moved.thenAccept(v -> seen.add("other"));
        branch.cancel();
        assertEquals(List.of(), seen);
        runTasks();
        assertEquals(List.of("branch"), seen);
        assertThrows(DeferredCancelledException.class, branch::await);
    }

    @Test
    void losesNoValueThatACancelMeetsOnItsWayToTheExecutor() throws Exception {
        Deferred<String> end = source.deferred().on(tasks::add).thenApply(v -> v + "!");
        source.succeed("v");
        assertTrue(end.cancel());
        runTasks();
        assertEquals("v!", end.await());
    }

    @Test
    void cancelsWhatACallbackReturnsToWhichTheValueWasOnItsWay() {
        Deferred.Source<String> inner = new Deferred.Source<>();
        Deferred<String> end = source.deferred().on(tasks::add).thenCompose(v -> inner.deferred());
        source.succeed("v");
        assertTrue(end.cancel());
        runTasks();
        assertTrue(inner.isDone());
        assertThrows(DeferredCancelledException.class, end::await);
    }

    @Test
    void losesNoValueThatALimitMeetsOnItsWayToTheExecutor() throws Exception {
        ManualClock clock = new ManualClock();
        Deferred<String> end = source.deferred().on(tasks::add).timeout(Duration.ofSeconds(5), clock);
        source.succeed("v");
        clock.advance(Duration.ofSeconds(5));
        runTasks();
        assertEquals("v", end.await());
    }

    @Test
    void cancelsABranchThoughTheValueIsOnItsWayToOthersToo() {
        Deferred<String> moved = source.deferred().on(tasks::add);
        Deferred<Void> branch = moved.thenAccept(v -> seen.add("branch"));
        moved.thenAccept(v -> seen.add("other"));
        source.succeed("v");
        assertTrue(branch.cancel());
        runTasks();
        assertEquals(List.of("other"), seen);
        assertThrows(DeferredCancelledException.class, branch::await);
    }

    @Test
    void failsCallbacksThatTheExecutorRefuses() {
        RejectedExecutionException refusal = new RejectedExecutionException("closed");
        Deferred<String> derived = source.deferred()
                .on(task -> {
                    throw refusal;
                })
                .thenApply(v -> v);
        source.succeed("v");
        assertSame(refusal, assertThrows(RejectedExecutionException.class, derived::await));
    }

    @Test
    void waitsForAnotherThread() throws Exception {
        start(() -> source.succeed("v"));
        assertEquals("v", source.deferred().await());
        assertEquals("v", source.deferred().await(Duration.ofDays(1_000_000)));
    }

    @Test
    void throwsUncheckedCausesBareAndCheckedOnesWrapped() {
        RuntimeException unchecked = new IllegalStateException("boom");
        assertSame(unchecked, assertThrows(IllegalStateException.class, Deferred.failed(unchecked)::await));
        Error error = new AssertionError("boom");
        assertSame(error, assertThrows(AssertionError.class, Deferred.failed(error)::await));
        IOException checked = new IOException("lost");
        assertSame(
                checked,
                assertThrows(DeferredFailedException.class, Deferred.failed(checked)::await)
                        .getCause());
    }

    @Test
    void givesUpWaitingAfterALimitButTheDeferredGoesOn() throws Exception {
        assertThrows(DeferredTimeoutException.class, () -> source.deferred().await(Duration.ofMillis(1)));
        assertTrue(source.succeed("v"));
        assertEquals("v", source.deferred().await());
    }

    @Test
    void aLimitOfZeroAnswersAtOnceOrTimesOut() throws Exception {
        Deferred<String> deferred = source.deferred();
        DeferredTimeoutException timeout =
                assertThrows(DeferredTimeoutException.class, () -> deferred.await(Duration.ZERO));
        assertEquals(Duration.ZERO, timeout.after());
        source.succeed("v");
        assertEquals("v", deferred.await(Duration.ZERO));
        RuntimeException cause = new IllegalStateException("boom");
        Deferred<String> failed = Deferred.failed(cause);
        assertSame(cause, assertThrows(IllegalStateException.class, () -> failed.await(Duration.ZERO)));
    }

    @Test
    void aLimitOfZeroDoesNotWaitForTheCallbacksBeforeIt() throws Exception {
        Deferred<String> moved = Deferred.of("v").on(tasks::add).thenApply(v -> v);
        assertThrows(DeferredTimeoutException.class, () -> moved.await(Duration.ZERO));
        runTasks();
        moved.thenAccept(seen::add);
        assertEquals("v", moved.await(Duration.ZERO));
        assertEquals(List.of(), seen);
        source.deferred().thenAccept(v -> seen.add(now(source.deferred())));
        source.succeed("in a callback");
        assertEquals(List.of("in a callback"), seen);
        runTasks();
    }

    private static String now(Deferred<String> deferred) {
        try {
            return deferred.await(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLimitOfZeroIsAllowedOnAThreadThatMustNotBlock() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread loop = new LoopThread(() -> thrown.set(
                assertThrows(RuntimeException.class, () -> source.deferred().await(Duration.ZERO))));
        loop.start();
        loop.join();
        assertInstanceOf(DeferredTimeoutException.class, thrown.get());
    }

    @Test
    void refusesANegativeLimit() {
        source.succeed("v");
        assertThrows(IllegalArgumentException.class, () -> source.deferred().await(Duration.ofNanos(-1)));
    }

    @Test
    void noLongerCountsAWaiterThatGaveUp() {
        assertThrows(DeferredTimeoutException.class, () -> source.deferred().await(Duration.ofMillis(1)));
        source.deferred().thenApply(v -> v).cancel();
        assertTrue(source.isDone());
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, source.deferred()::await);
        assertFalse(Thread.currentThread().isInterrupted());
        assertFalse(source.isDone());
    }

    @Test
    void refusesToWaitOnAThreadThatMustNotBlock() throws Exception {
        AtomicReference<String> refusal = new AtomicReference<>();
        AtomicReference<String> value = new AtomicReference<>();
        Thread loop = new LoopThread(() -> {
            refusal.set(assertThrows(IllegalStateException.class, source.deferred()::await)
                    .getMessage());
            source.succeed("v");
            try {
                value.set(source.deferred().await());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        loop.start();
        loop.join();
        assertEquals("await on the-loop, which must not block", refusal.get());
        assertEquals("v", value.get());
    }

    private static final class LoopThread extends Thread implements NonBlockingThread {
        LoopThread(Runnable body) {
            super(body, "the-loop");
        }
    }
}
