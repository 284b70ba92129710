package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling reaches the place a result comes from. */
@Timeout(30)
class DeferredCancelTest {
    private final Deferred.Source<String> source = new Deferred.Source<>();
    private final Deferred<String> deferred = source.deferred();
    private final List<String> seen = new ArrayList<>();

    private static void assertCancelled(Deferred<?> deferred) {
        assertThrows(DeferredCancelledException.class, deferred::await);
    }

    @Test
    void failsWithoutACanceller() {
        assertTrue(deferred.cancel());
        assertTrue(source.isDone());
        assertCancelled(deferred);
    }

    @Test
    void runsTheCancellerOnce() {
        source.onCancel(() -> seen.add("canceller"));
        assertTrue(deferred.cancel());
        assertFalse(deferred.cancel());
        assertEquals(List.of("canceller"), seen);
        assertCancelled(deferred);
    }

    @Test
    void runsTheCancellerSetLast() {
        source.onCancel(() -> seen.add("first"));
        source.onCancel(() -> seen.add("second"));
        deferred.cancel();
        assertEquals(List.of("second"), seen);
    }

    @Test
    void keepsTheValueOfTheCanceller() throws Exception {
        source.onCancel(() -> source.succeed("half"));
        assertTrue(deferred.cancel());
        assertEquals("half", deferred.await());
    }

    @Test
    void keepsTheFailureOfTheCanceller() {
        IOException cause = new IOException("given up");
        source.onCancel(() -> source.fail(cause));
        deferred.cancel();
        assertSame(
                cause,
                assertThrows(DeferredFailedException.class, deferred::await).getCause());
    }

    @Test
    void failsAllTheSameWhenTheCancellerThrows() {
        RuntimeException thrown = new IllegalStateException("boom");
        source.onCancel(() -> {
            throw thrown;
        });
        assertTrue(deferred.cancel());
        DeferredCancelledException cause = assertThrows(DeferredCancelledException.class, deferred::await);
        assertSame(thrown, cause.getSuppressed()[0]);
    }

    @Test
    void survivesACancellerThatCancels() {
        source.onCancel(() -> seen.add("again " + deferred.cancel()));
        deferred.cancel();
        assertEquals(List.of("again true"), seen);
        assertCancelled(deferred);
    }

    @Test
    void refusesOthersResultsWhileTheCancellerRuns() {
        source.onCancel(() -> onAnotherThread(() -> seen.add("late " + source.succeed("v"))));
        assertTrue(deferred.cancel());
        assertEquals(List.of("late false"), seen);
        assertCancelled(deferred);
    }

    @Test
    void letsASecondCancelPassWhileTheFirstOnesCancellerRuns() {
        source.onCancel(() -> onAnotherThread(() -> seen.add("second " + deferred.cancel())));
        assertTrue(deferred.cancel());
        assertEquals(List.of("second true"), seen);
        assertCancelled(deferred);
    }

    @Test
    void releasesTheValueOfACallbackThatTheCancelMetRunning() {
        List<Deferred<?>> ends = new ArrayList<>();
        Deferred<String> end = deferred.thenCompose(v -> {
                    onAnotherThread(() -> seen.add("cancel " + ends.get(0).cancel()));
                    return Deferred.of(v);
                })
                .releasing(v -> seen.add("released " + v));
        ends.add(end);
        source.succeed("v");
        assertEquals(List.of("cancel true", "released v"), seen);
        assertCancelled(end);
    }

    @Test
    void releasesTheValueThatTheCancellerProduces() {
        source.onCancel(() -> source.succeed("half"));
        Deferred<String> end = deferred.releasing(v -> seen.add("released " + v));
        assertTrue(end.cancel());
        assertEquals(List.of("released half"), seen);
        assertCancelled(end);
    }

    @Test
    void releasesNothingThatWasWanted() throws Exception {
        Deferred<String> end = deferred.releasing(v -> seen.add("released " + v));
        source.succeed("v");
        assertFalse(end.cancel());
        assertEquals("v", end.await());
        assertEquals(List.of(), seen);
    }

    @Test
    void passesAFailureThroughReleasing() {
        IOException cause = new IOException("broken");
        Deferred<String> end = deferred.releasing(v -> seen.add("released " + v));
        source.fail(cause);
        assertSame(
                cause, assertThrows(DeferredFailedException.class, end::await).getCause());
    }

    @Test
    void refusesResultsAfterACancel() {
        deferred.cancel();
        assertFalse(source.succeed("late"));
        assertFalse(source.fail(new IOException("late")));
        assertCancelled(deferred);
    }

    @Test
    void doesNothingAfterTheResult() throws Exception {
        source.onCancel(() -> seen.add("never"));
        source.succeed("v");
        assertFalse(deferred.cancel());
        assertEquals("v", deferred.await());
        assertEquals(List.of(), seen);
    }

    @Test
    void goesUpADerivedChainToTheSource() {
        source.onCancel(() -> seen.add("canceller"));
        Deferred<Integer> end = deferred.thenApply(v -> v + "!").thenApply(String::length);
        assertTrue(end.cancel());
        assertEquals(List.of("canceller"), seen);
        assertCancelled(end);
        assertTrue(source.isDone());
    }

    @Test
    void letsCallbacksOnTheWayTurnItIntoAValue() throws Exception {
        Deferred<String> end = deferred.exceptionally(e -> e.getClass().getSimpleName());
        assertTrue(end.cancel());
        assertEquals("DeferredCancelledException", end.await());
    }

    @Test
    void leavesASourceAloneThatOthersWaitFor() throws Exception {
        Deferred<String> one = deferred.thenApply(v -> v + "1");
        Deferred<String> two = deferred.thenApply(v -> v + "2");
        assertTrue(one.cancel());
        assertCancelled(one);
        assertFalse(source.isDone());
        assertTrue(source.succeed("v"));
        assertEquals("v2", two.await());
    }

    @Test
    void cancelsTheSourceWithTheLastOfTheBranches() {
        Deferred<String> one = deferred.thenApply(v -> v + "1");
        Deferred<String> two = deferred.thenApply(v -> v + "2");
        one.cancel();
        two.cancel();
        assertTrue(source.isDone());
    }

    @Test
    void showsTheCancelToTheCallbacksOfABranch() {
        Deferred<String> one = deferred.whenComplete((v, e) -> seen.add("one " + e));
        deferred.whenComplete((v, e) -> seen.add("two " + v));
        one.cancel();
        source.succeed("v");
        assertEquals(2, seen.size());
        assertTrue(seen.get(0).startsWith("one " + DeferredCancelledException.class.getName()), seen.get(0));
        assertEquals("two v", seen.get(1));
    }

    @Test
    void cancelsTheInnerOneItWaitsFor() {
        Deferred.Source<String> inner = new Deferred.Source<>();
        Deferred<String> outer = Deferred.done().thenCompose(v -> inner.deferred());
        Deferred<String> end = outer.thenApply(v -> v);
        assertTrue(end.cancel());
        assertTrue(inner.isDone());
        assertCancelled(end);
    }

    @Test
    void leavesAnInnerOneAloneThatOthersWaitFor() throws Exception {
        Deferred.Source<String> inner = new Deferred.Source<>();
        Deferred<String> other = inner.deferred().thenApply(v -> v);
        Deferred<String> outer = Deferred.done().thenCompose(v -> inner.deferred());
        outer.cancel();
        assertCancelled(outer);
        inner.succeed("v");
        assertEquals("v", other.await());
    }

    @Test
    void cancelsTheInnerOneWhenTheCallbackThatReturnsItStillRuns() throws Exception {
        Deferred.Source<String> inner = new Deferred.Source<>();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Deferred<String> outer = deferred.thenCompose(v -> {
            running.countDown();
            awaitQuietly(cancelled);
            return inner.deferred();
        });
        Thread settler = new Thread(() -> source.succeed("v"));
        settler.start();
        running.await();
        assertTrue(outer.cancel());
        cancelled.countDown();
        settler.join();
        assertTrue(inner.isDone());
        assertCancelled(outer);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void onAnotherThread(Runnable task) {
        try {
            CompletableFuture.runAsync(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
