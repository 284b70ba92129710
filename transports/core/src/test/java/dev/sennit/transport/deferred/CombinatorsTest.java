package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CombinatorsTest {
    private final Deferred.Source<String> a = new Deferred.Source<>();
    private final Deferred.Source<String> b = new Deferred.Source<>();
    private final Deferred.Source<String> c = new Deferred.Source<>();
    private final List<Deferred<String>> three = List.of(a.deferred(), b.deferred(), c.deferred());
    private final RuntimeException boom = new IllegalStateException("boom");
    private final RuntimeException bang = new IllegalStateException("bang");

    @Test
    void allAnswersValuesInInputOrder() throws Exception {
        Deferred<List<String>> all = Deferred.all(three);
        c.succeed("c");
        a.succeed("a");
        assertFalse(all.isDone());
        b.succeed("b");
        assertEquals(List.of("a", "b", "c"), all.await());
    }

    @Test
    void allTakesSettledOnesAndNone() throws Exception {
        assertEquals(
                List.of("x", "y"),
                Deferred.all(List.of(Deferred.of("x"), Deferred.of("y"))).await());
        assertEquals(List.of(), Deferred.all(List.<Deferred<String>>of()).await());
        assertEquals(
                2,
                Deferred.all(List.of(Deferred.done(), Deferred.done())).await().size());
    }

    @Test
    void allFailsWithTheFirstBareCauseAndCancelsTheRest() {
        Deferred<List<String>> all = Deferred.all(three);
        a.succeed("a");
        b.fail(boom);
        assertSame(boom, assertThrows(IllegalStateException.class, all::await));
        assertThrows(DeferredCancelledException.class, c.deferred()::await);
    }

    @Test
    void allCancelsTheRestWhenOneHasFailedBefore() {
        assertSame(
                boom,
                assertThrows(
                        IllegalStateException.class,
                        Deferred.all(List.of(Deferred.<String>failed(boom), a.deferred()))::await));
        assertTrue(a.isDone());
    }

    @Test
    void settledAnswersEveryOutcomeAndNeverFails() throws Exception {
        Deferred<List<Outcome<String>>> settled = Deferred.settled(three);
        b.fail(boom);
        a.succeed("a");
        c.deferred().cancel();
        List<Outcome<String>> outcomes = settled.await();
        assertEquals(new Outcome.Success<>("a"), outcomes.get(0));
        assertEquals(new Outcome.Failure<String>(boom), outcomes.get(1));
        assertFalse(outcomes.get(2).isSuccess());
        assertEquals(List.of(), Deferred.settled(List.<Deferred<String>>of()).await());
    }

    @Test
    void anyAnswersTheFirstValueAndCancelsTheRest() throws Exception {
        Deferred<String> any = Deferred.any(three);
        a.fail(boom);
        assertFalse(any.isDone());
        b.succeed("b");
        assertEquals("b", any.await());
        assertThrows(DeferredCancelledException.class, c.deferred()::await);
    }

    @Test
    void anyFailsWithEveryCauseInInputOrder() {
        Deferred<String> any = Deferred.any(three);
        c.fail(bang);
        a.fail(boom);
        IllegalStateException third = new IllegalStateException("third");
        b.fail(third);
        AllFailedException failed = assertThrows(AllFailedException.class, any::await);
        assertEquals(List.of(boom, third, bang), failed.causes());
    }

    @Test
    void raceAnswersTheFirstOutcomeAndCancelsTheRest() throws Exception {
        Deferred<String> race = Deferred.race(three);
        b.succeed("b");
        assertEquals("b", race.await());
        assertTrue(a.isDone());
        assertTrue(c.isDone());
    }

    @Test
    void raceMayBeWonByAFailure() {
        Deferred<String> race = Deferred.race(three);
        b.fail(boom);
        assertSame(boom, assertThrows(IllegalStateException.class, race::await));
        assertTrue(a.isDone());
    }

    @Test
    void raceCancelsLosersThatComeAfterASettledOne() throws Exception {
        assertEquals("x", Deferred.race(List.of(Deferred.of("x"), a.deferred())).await());
        assertTrue(a.isDone());
    }

    @Test
    void refusesARaceOfNone() {
        assertThrows(IllegalArgumentException.class, () -> Deferred.any(List.<Deferred<String>>of()));
        assertThrows(IllegalArgumentException.class, () -> Deferred.race(List.<Deferred<String>>of()));
    }

    static List<Function<List<Deferred<String>>, Deferred<?>>> combinators() {
        return List.of(Deferred::all, Deferred::settled, Deferred::any, Deferred::race);
    }

    @ParameterizedTest
    @MethodSource("combinators")
    void cancelsEveryChildEvenIfOneCancellerThrows(Function<List<Deferred<String>>, Deferred<?>> combinator) {
        List<String> cancelled = new ArrayList<>();
        a.onCancel(() -> cancelled.add("a"));
        b.onCancel(() -> {
            throw boom;
        });
        c.onCancel(() -> cancelled.add("c"));
        Deferred<?> combined = combinator.apply(three);
        assertTrue(combined.cancel());
        assertThrows(DeferredCancelledException.class, combined::await);
        assertEquals(List.of("a", "c"), cancelled);
        three.forEach(child -> assertTrue(child.isDone()));
        assertFalse(combined.cancel());
    }
}
