package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source made with a loop calls back on that loop. */
@Timeout(60)
class DeferredLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HandLoop loop = new HandLoop();
    private final HandLoop otherLoop = new HandLoop();
    private final Deferred.Source<String> source = new Deferred.Source<>(loop);
    private final List<String> seen = new ArrayList<>();

    /** Notes what a callback is called for, and where. */
    private void see(Object what) {
        seen.add(what + " on " + (loop.isCurrent() ? "loop" : otherLoop.isCurrent() ? "other loop" : "another thread"));
    }

    @Test
    void callsBackOnTheLoopThoughAnotherThreadSettlesIt() {
        source.deferred().thenAccept(this::see);
        source.succeed("v");
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("v on loop"), seen);
    }

    @Test
    void callsBackOnTheLoopThoughAnotherThreadAttachesLate() {
        loop.runNow(() -> source.succeed("v"));
        source.deferred().thenAccept(this::see);
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("v on loop"), seen);
    }

    @Test
    void callsBackAtOnceOnTheLoopItself() {
        loop.runNow(() -> {
            source.deferred().thenAccept(this::see);
            source.succeed("first");
            see("settled");
            source.deferred().thenAccept(value -> see("second"));
            see("attached");
        });
        assertEquals(List.of("first on loop", "settled on loop", "second on loop", "attached on loop"), seen);
        assertEquals(0, loop.run());
    }

    @Test
    void keepsTheOrderOfAttachmentThoughALaterOneIsAttachedOnTheLoop() {
        source.deferred().thenAccept(value -> see("first"));
        source.succeed("v");
        loop.runNow(() -> source.deferred().thenAccept(value -> see("second")));
        source.deferred().thenAccept(value -> see("third"));
        assertEquals(List.of(), seen);
        assertEquals(1, loop.run());
        assertEquals(List.of("first on loop", "second on loop", "third on loop"), seen);
    }

    @Test
    void whateverDerivesFromItCallsBackOnTheLoopToo() {
        List<UnaryOperator<Deferred<String>>> ways = List.of(
                it -> it.thenApply(value -> value),
                it -> it.thenCompose(Deferred::of),
                it -> it.thenCompose(value -> Deferred.of(value).on(otherLoop)),
                it -> it.exceptionally(failure -> "none"),
                it -> it.handle((value, failure) -> value),
                it -> it.whenComplete((value, failure) -> {}),
                it -> it.thenRun(() -> {}).thenApply(none -> "v"),
                it -> it.thenCombine(Deferred.of("w").on(otherLoop), (value, other) -> value),
                it -> it.named("greeting"),
                it -> it.releasing(value -> {}),
                it -> it.timeout(LIMIT, loop),
                it -> it.timeout(LIMIT, otherLoop),
                it -> Deferred.all(
                                List.of(Deferred.of("w"), it, Deferred.of("w").on(otherLoop)))
                        .thenApply(values -> values.get(1)),
                it -> Deferred.settled(List.of(it, Deferred.of("w").on(otherLoop)))
                        .thenApply(outcomes -> "v"),
                it -> Deferred.any(List.of(Deferred.failed(new IllegalStateException()), it)),
                it -> Deferred.race(List.of(new Deferred.Source<String>().deferred(), it)),
                it -> Deferred.done().thenCompose(none -> it),
                it -> Deferred.of("x").thenCombine(it, (other, value) -> value));
        List<Deferred<String>> derived = new ArrayList<>();
        ways.forEach(way -> derived.add(way.apply(source.deferred())));
        source.succeed("v");
        for (int round = 0; round < 5; round++) {
            loop.run();
            otherLoop.run();
        }
        for (Deferred<String> each : derived) {
            each.thenAccept(this::see);
            assertEquals(List.of(), seen);
            loop.run();
            assertEquals(List.of("v on loop"), seen);
            seen.clear();
        }
    }

    @Test
    void aTimeoutCallsBackOnTheLoopOfTheResult() {
        Deferred<String> limited = source.deferred().timeout(LIMIT, otherLoop);
        limited.handle((value, failure) -> failure.getClass().getSimpleName()).thenAccept(this::see);
        otherLoop.advance(LIMIT);
        otherLoop.run();
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("DeferredTimeoutException on loop"), seen);
    }

    @Test
    void aTimeoutOfAResultWithoutALoopCallsBackOnTheClocks() {
        Deferred<String> limited = new Deferred.Source<String>().deferred().timeout(LIMIT, loop);
        loop.advance(LIMIT);
        limited.exceptionally(failure -> failure.getClass().getSimpleName()).thenAccept(this::see);
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("DeferredTimeoutException on loop"), seen);
    }

    @Test
    void onMovesTheCallbacksToAnotherLoopOrAnExecutor() {
        List<Runnable> tasks = new ArrayList<>();
        source.deferred().on(otherLoop).thenAccept(this::see);
        source.deferred().on(tasks::add).thenAccept(this::see);
        source.succeed("v");
        loop.run();
        otherLoop.run();
        assertEquals(List.of("v on other loop"), seen);
        tasks.remove(0).run();
        assertEquals("v on another thread", seen.get(1));
    }

    @Test
    void onALoopThatIsCurrentCallsBackAtOnce() {
        loop.runNow(() -> {
            Deferred.of("v").on(loop).thenAccept(this::see);
            see("attached");
        });
        assertEquals(List.of("v on loop", "attached on loop"), seen);
    }

    @Test
    void aChainRunsInOneTask() {
        Deferred<Integer> end = source.deferred().thenApply(value -> 0);
        for (int i = 0; i < 100_000; i++) {
            end = end.thenApply(number -> number + 1);
        }
        end.thenAccept(this::see);
        source.succeed("v");
        assertEquals(1, loop.run());
        assertEquals(List.of("100000 on loop"), seen);
    }

    @Test
    void aLoopThatHasEndedLosesNoCallback() {
        source.deferred().thenAccept(value -> see("first"));
        loop.end();
        source.succeed("v");
        source.deferred().thenAccept(value -> see("second"));
        source.deferred().thenApply(value -> value + "!").thenAccept(this::see);
        assertEquals(List.of("first on another thread", "second on another thread", "v! on another thread"), seen);
    }

    @Test
    void aLongChainOfALoopThatHasEndedRunsFlat() {
        Deferred<Integer> end = source.deferred().thenApply(value -> 0);
        for (int i = 0; i < 50_000; i++) {
            end = end.thenApply(number -> number + 1);
        }
        end.thenAccept(this::see);
        loop.end();
        source.succeed("v");
        assertEquals(List.of("50000 on another thread"), seen);
    }

    @Test
    void aLongChainBetweenTwoLoopsThatHaveEndedRunsFlat() {
        Deferred<Integer> end = source.deferred().thenApply(value -> 0);
        for (int i = 0; i < 10_000; i++) {
            end = end.on(i % 2 == 0 ? otherLoop : loop).thenApply(number -> number + 1);
        }
        end.thenAccept(this::see);
        loop.end();
        otherLoop.end();
        source.succeed("v");
        assertEquals(List.of("10000 on another thread"), seen);
    }

    @Test
    void awaitNeedsNoLoopThatRuns() throws Exception {
        Deferred<String> deferred = source.deferred();
        deferred.thenAccept(this::see);
        List<String> awaited = new ArrayList<>();
        Thread waiter = new Thread(() -> {
            try {
                awaited.add(deferred.await());
            } catch (InterruptedException interrupted) {
                awaited.add("interrupted");
            }
        });
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        source.succeed("v");
        waiter.join();
        assertEquals(List.of("v"), awaited);
        assertEquals("v", deferred.await(), "settled, and its callbacks wait for the loop");
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("v on loop"), seen);
    }

    @Test
    void aTimeoutNeedsNoLoopThatRuns() {
        Deferred<String> limited = source.deferred().timeout(LIMIT, otherLoop);
        otherLoop.advance(LIMIT);
        assertThrows(DeferredTimeoutException.class, limited::await);
    }

    @Test
    void aCancelRunsTheCancellerWhereItIsCalledAndTheCallbacksOnTheLoop() {
        source.onCancel(() -> see("canceller"));
        Deferred<String> end = source.deferred()
                .whenComplete((value, failure) -> see(failure.getClass().getSimpleName()));
        assertTrue(end.cancel());
        assertTrue(source.isDone());
        assertEquals(List.of("canceller on another thread"), seen);
        loop.run();
        assertEquals("DeferredCancelledException on loop", seen.get(1));
        assertThrows(DeferredCancelledException.class, end::await);
    }

    @Test
    void aCancelledBranchIsToldOnTheLoop() {
        Deferred<String> branch = source.deferred().whenComplete((value, failure) -> see("branch"));
        source.deferred().thenAccept(value -> see("other"));
        assertTrue(branch.cancel());
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("branch on loop"), seen);
        assertFalse(source.isDone());
    }

    @Test
    void releasesOnTheLoopAValueThatComesAfterACancel() {
        Deferred<String> owned = source.deferred().releasing(this::see);
        source.succeed("v");
        assertTrue(owned.cancel());
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("v on loop"), seen);
    }

    @Test
    void aFutureIsCompletedOnTheLoop() {
        CompletableFuture<Void> end = source.deferred().toCompletableFuture().thenAccept(this::see);
        source.succeed("v");
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("v on loop"), seen);
        assertTrue(end.isDone());
    }

    @Test
    void aSemaphoresResultCallsBackOnTheLoopOfItsTask() {
        DeferredSemaphore semaphore = new DeferredSemaphore(1);
        Deferred<String> result = semaphore.run(source::deferred);
        source.succeed("v");
        loop.run();
        result.thenAccept(this::see);
        assertEquals(List.of(), seen);
        loop.run();
        assertEquals(List.of("v on loop"), seen);
    }

    @Test
    void leavesNoTimerBehindWhenTheResultComesFromAnotherThread() {
        Deferred<String> limited = source.deferred().timeout(LIMIT, loop);
        assertEquals(1, loop.pendingTimers());
        source.succeed("v");
        loop.run();
        assertTrue(limited.isDone());
        assertEquals(0, loop.pendingTimers());
    }

    @Test
    void anExecutorThatRefusesFailsALongChainFlat() {
        RejectedExecutionException refusal = new RejectedExecutionException("closed");
        Deferred<String> end = source.deferred().on(task -> {
            throw refusal;
        });
        for (int i = 0; i < 50_000; i++) {
            end = end.thenApply(Function.identity());
        }
        Deferred<String> last = end;
        source.succeed("v");
        loop.run();
        assertSame(refusal, assertThrows(RejectedExecutionException.class, last::await));
    }
}
