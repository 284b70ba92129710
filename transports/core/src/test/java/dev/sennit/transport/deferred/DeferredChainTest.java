package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Chains of any length run, and are cancelled, without deep recursion. */
class DeferredChainTest {
    private static final int LENGTH = 100_000;

    private final Deferred.Source<Integer> source = new Deferred.Source<>();

    @Test
    void passesAValueThroughALongChain() throws Exception {
        Deferred<Integer> end = source.deferred();
        for (int i = 0; i < LENGTH; i++) {
            end = end.thenApply(n -> n + 1);
        }
        source.succeed(0);
        assertEquals(LENGTH, end.await());
    }

    @Test
    void goesOnWithManySettledDeferreds() throws Exception {
        Deferred<Integer> end = source.deferred();
        for (int i = 0; i < LENGTH; i++) {
            end = end.thenCompose(n -> Deferred.of(n + 1));
        }
        source.succeed(0);
        assertEquals(LENGTH, end.await());
    }

    @Test
    void runsALoopWrittenAsRecursionOverSettledDeferreds() throws Exception {
        assertEquals(0, countDown(LENGTH, Deferred.of(0)).await());
    }

    @Test
    void runsALoopWrittenAsRecursionOverDeferredsSettledLater() throws Exception {
        Deferred<Integer> end = countDown(LENGTH, source.deferred());
        source.succeed(0);
        assertEquals(0, end.await());
    }

    private static Deferred<Integer> countDown(int left, Deferred<Integer> step) {
        return step.thenCompose(ignored -> left == 0 ? Deferred.of(0) : countDown(left - 1, step));
    }

    @Test
    void nestsManyDeferredsThatAreSettledLast() throws Exception {
        Deferred<Integer> end = source.deferred();
        for (int i = 0; i < LENGTH; i++) {
            Deferred<Integer> inner = end;
            end = Deferred.done().thenCompose(ignored -> inner);
        }
        source.succeed(7);
        assertEquals(7, end.await());
    }

    @Test
    void followsManyLinks() throws Exception {
        Deferred<Integer> end = followers();
        source.succeed(7);
        assertEquals(7, end.await());
    }

    @Test
    void settlesManySourcesByHandEachInACallbackOfTheOther() throws Exception {
        Deferred<Integer> end = source.deferred();
        for (int i = 0; i < LENGTH; i++) {
            Deferred.Source<Integer> next = new Deferred.Source<>();
            end.listen(outcome -> next.succeed(i(outcome) + 1));
            end = next.deferred();
        }
        source.succeed(0);
        assertEquals(LENGTH, end.await());
    }

    private static int i(Outcome<Integer> outcome) {
        return ((Outcome.Success<Integer>) outcome).value();
    }

    @Test
    void cancelsTheFarEndOfALongChain() {
        Deferred<Integer> end = followers();
        for (int i = 0; i < LENGTH; i++) {
            end = end.thenApply(n -> n + 1);
        }
        assertTrue(end.cancel());
        assertTrue(source.isDone());
        assertTrue(end.isDone());
    }

    private Deferred<Integer> followers() {
        Deferred<Integer> end = source.deferred();
        for (int i = 0; i < LENGTH; i++) {
            end = end.named("the same");
        }
        return end;
    }
}
