package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Values and failures take their way through callbacks. */
class DeferredTest {
    private final Deferred.Source<String> source = new Deferred.Source<>();
    private final Deferred<String> deferred = source.deferred();
    private final IOException cause = new IOException("lost");
    private final List<String> seen = new ArrayList<>();

    private static Throwable causeOf(Deferred<?> deferred) {
        Throwable[] cause = new Throwable[1];
        deferred.listen(outcome -> cause[0] = ((Outcome.Failure<?>) outcome).cause());
        return cause[0];
    }

    @Test
    void succeedsAtOnce() throws Exception {
        assertEquals("v", Deferred.of("v").await());
        assertTrue(Deferred.of("v").isDone());
        assertNull(Deferred.done().await());
    }

    @Test
    void failsAtOnce() {
        assertSame(cause, causeOf(Deferred.failed(cause)));
    }

    @Test
    void settlesOnce() throws Exception {
        assertFalse(source.isDone());
        assertTrue(source.succeed("first"));
        assertFalse(source.succeed("second"));
        assertFalse(source.fail(cause));
        assertEquals("first", deferred.await());
        assertTrue(source.isDone());
    }

    @Test
    void settlesOnceAfterAFailure() {
        assertTrue(source.fail(cause));
        assertFalse(source.succeed("late"));
        assertFalse(source.fail(new IOException("late")));
        assertSame(cause, causeOf(deferred));
    }

    @Test
    void runsCallbacksInTheOrderTheyWereAttached() {
        for (int i = 0; i < 5; i++) {
            String name = "c" + i;
            deferred.thenAccept(v -> seen.add(name));
        }
        source.succeed("v");
        assertEquals(List.of("c0", "c1", "c2", "c3", "c4"), seen);
    }

    @Test
    void runsACallbackOnASettledOneAtOnce() {
        source.succeed("v");
        deferred.thenAccept(seen::add);
        assertEquals(List.of("v"), seen);
    }

    @Test
    void keepsTheOrderOfCallbacksAttachedInACallback() {
        deferred.thenAccept(v -> {
            deferred.thenAccept(w -> seen.add("third"));
            seen.add("first");
        });
        deferred.thenAccept(v -> seen.add("second"));
        source.succeed("v");
        assertEquals(List.of("first", "second", "third"), seen);
    }

    @Test
    void passesAValueAlongTheValueVerbs() throws Exception {
        Deferred<Integer> end = deferred.thenApply(v -> v + "!")
                .exceptionally(e -> "never")
                .exceptionallyCompose(e -> Deferred.of("never"))
                .whenComplete((v, e) -> seen.add(v + " " + e))
                .thenCompose(v -> Deferred.of(v.length()))
                .handle((v, e) -> e == null ? v : -1);
        source.succeed("hi");
        assertEquals(3, end.await());
        assertEquals(List.of("hi! null"), seen);
    }

    @Test
    void passesAFailureBareAlongTheValueVerbs() {
        Deferred<Integer> end = deferred.thenApply(v -> v + "!")
                .thenCompose(v -> Deferred.of("never"))
                .whenComplete((v, e) -> seen.add(v + " " + e.getMessage()))
                .thenApply(String::length);
        source.fail(cause);
        assertSame(cause, causeOf(end));
        assertSame(cause, causeOf(end.thenAccept(n -> seen.add("never"))));
        assertEquals(List.of("null lost"), seen);
    }

    @Test
    void turnsAFailureBackIntoAValue() throws Exception {
        source.fail(cause);
        assertEquals("lost", deferred.exceptionally(Throwable::getMessage).await());
        assertEquals("lost", deferred.handle((v, e) -> e.getMessage()).await());
        assertEquals(
                "lost", deferred.exceptionallyCompose(e -> Deferred.of("lost")).await());
    }

    @Test
    void failsWithWhatACallbackThrows() {
        RuntimeException thrown = new IllegalStateException("boom");
        source.succeed("v");
        assertSame(thrown, causeOf(deferred.thenApply(v -> raise(thrown))));
        assertSame(thrown, causeOf(deferred.thenAccept(v -> raise(thrown))));
        assertSame(thrown, causeOf(deferred.thenCompose(v -> raiseLater(thrown))));
        assertSame(thrown, causeOf(deferred.handle((v, e) -> raise(thrown))));
        assertSame(thrown, causeOf(deferred.whenComplete((v, e) -> raise(thrown))));
        Deferred<String> failed = Deferred.failed(cause);
        assertSame(thrown, causeOf(failed.exceptionally(e -> raise(thrown))));
        assertSame(thrown, causeOf(failed.exceptionallyCompose(e -> raiseLater(thrown))));
    }

    @Test
    void failsWithErrorsToo() {
        source.succeed("v");
        assertTrue(causeOf(deferred.thenApply(DeferredTest::overflow)) instanceof StackOverflowError);
        Error error = new OutOfMemoryError("pretended");
        assertSame(error, causeOf(deferred.thenAccept(v -> {
            throw error;
        })));
    }

    private static String raise(RuntimeException thrown) {
        throw thrown;
    }

    private static Deferred<String> raiseLater(RuntimeException thrown) {
        throw thrown;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static String overflow(String value) {
        return overflow(value) + value;
    }

    @Test
    void addsWhatALookThrowsToTheFailureItLooksAt() {
        RuntimeException thrown = new IllegalStateException("boom");
        assertSame(cause, causeOf(Deferred.failed(cause).whenComplete((v, e) -> raise(thrown))));
        assertSame(thrown, cause.getSuppressed()[0]);
    }

    @Test
    void goesOnAfterOneCallbackThrew() {
        Deferred<String> broken = deferred.thenApply(v -> raise(new IllegalStateException("boom")));
        deferred.thenAccept(seen::add);
        source.succeed("v");
        assertEquals(List.of("v"), seen);
        assertEquals("boom", causeOf(broken).getMessage());
    }

    @Test
    void waitsForTheDeferredThatACallbackReturns() throws Exception {
        Deferred.Source<Integer> inner = new Deferred.Source<>();
        Deferred<Integer> outer = deferred.thenCompose(v -> inner.deferred());
        source.succeed("v");
        assertFalse(outer.isDone());
        inner.succeed(3);
        assertEquals(3, outer.await());
    }

    @Test
    void takesTheFailureOfTheDeferredThatACallbackReturns() {
        Deferred.Source<Integer> inner = new Deferred.Source<>();
        Deferred<Integer> outer = deferred.thenCompose(v -> inner.deferred());
        source.succeed("v");
        inner.fail(cause);
        assertSame(cause, causeOf(outer));
    }

    @Test
    void runsCallbacksOfTheInnerOneBeforeTheOuterGoesOn() {
        Deferred.Source<String> inner = new Deferred.Source<>();
        inner.deferred().thenAccept(v -> seen.add("inner"));
        deferred.thenCompose(v -> inner.deferred()).thenAccept(v -> seen.add("outer"));
        source.succeed("v");
        inner.succeed("w");
        assertEquals(List.of("inner", "outer"), seen);
    }

    @Test
    void failsWhenACallbackReturnsNothingToWaitFor() {
        source.succeed("v");
        Deferred<String> noDeferred = deferred.thenCompose(v -> null);
        assertTrue(causeOf(noDeferred) instanceof NullPointerException);
    }

    @Test
    void failsWhenACallbackReturnsTheOneThatWaitsForIt() {
        List<Deferred<String>> self = new ArrayList<>();
        self.add(deferred.thenCompose(v -> self.get(0)));
        source.succeed("v");
        assertTrue(causeOf(self.get(0)) instanceof IllegalStateException);
    }

    @Test
    void runsAnActionAfterAnyValueAndNotAfterAFailure() {
        Deferred.done().thenRun(() -> seen.add("ran"));
        assertSame(cause, causeOf(Deferred.failed(cause).thenRun(() -> seen.add("never"))));
        assertEquals(List.of("ran"), seen);
    }

    @Test
    void combinesTwoValues() throws Exception {
        Deferred.Source<Integer> other = new Deferred.Source<>();
        Deferred<String> both = deferred.thenCombine(other.deferred(), (text, number) -> text + number);
        other.succeed(1);
        assertFalse(both.isDone());
        source.succeed("v");
        assertEquals("v1", both.await());
    }

    @Test
    void combiningFailsWithTheFirstFailureAndCancelsTheOther() {
        Deferred.Source<Integer> other = new Deferred.Source<>();
        Deferred<String> both = deferred.thenCombine(other.deferred(), (text, number) -> text + number);
        other.fail(cause);
        assertSame(cause, causeOf(both));
        assertTrue(source.isDone());
    }

    @Test
    void goesOnWithAStage() throws Exception {
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        Deferred<Integer> end = deferred.thenCompose(v -> Deferred.from(stage));
        source.succeed("v");
        stage.complete(3);
        assertEquals(3, end.await());
    }

    @Test
    void showsItsOutcomeOnceThereIsOne() {
        assertEquals(Optional.empty(), deferred.outcome());
        assertFalse(deferred.isFailed());
        source.succeed("v");
        assertEquals(Optional.of(new Outcome.Success<>("v")), deferred.outcome());
        assertFalse(deferred.isFailed());
        Deferred<String> failed = Deferred.failed(cause);
        assertEquals(Optional.of(new Outcome.Failure<>(cause)), failed.outcome());
        assertTrue(failed.isFailed());
    }
}
