package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredTimeoutExceptionTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock();
    private final Deferred.Source<String> source = new Deferred.Source<>(clock);
    private final List<String> seen = new ArrayList<>();

    private Deferred<String> limited() {
        return source.deferred().timeout(LIMIT, clock, "greeting");
    }

    @Test
    void passesAValueInTimeAndStopsTheTimer() throws Exception {
        Deferred<String> limited = limited();
        source.succeed("v");
        assertEquals("v", limited.await());
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void passesAFailureInTimeAndStopsTheTimer() {
        Deferred<String> limited = limited();
        IllegalStateException cause = new IllegalStateException("boom");
        source.fail(cause);
        assertSame(cause, assertThrows(IllegalStateException.class, limited::await));
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void leavesNoTimerOnASettledOne() throws Exception {
        source.succeed("v");
        assertEquals("v", limited().await());
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void cancelsTheSourceAtTheLimitAndSaysWhatAndAfterHowLong() {
        source.onCancel(() -> seen.add("canceller"));
        Deferred<String> limited = limited();
        clock.advance(LIMIT.minusNanos(1));
        assertFalse(limited.isDone());
        clock.advance(Duration.ofNanos(1));
        DeferredTimeoutException timeout = assertThrows(DeferredTimeoutException.class, limited::await);
        assertEquals("greeting timed out after 5s", timeout.getMessage());
        assertEquals(LIMIT, timeout.after());
        assertEquals(List.of("canceller"), seen);
        assertFalse(source.succeed("late"));
    }

    @Test
    void saysResultIfNotToldWhat() {
        Deferred<String> limited = source.deferred().timeout(Duration.ofMillis(1500), clock);
        clock.advance(LIMIT);
        assertEquals(
                "result timed out after 1.5s",
                assertThrows(DeferredTimeoutException.class, limited::await).getMessage());
    }

    @Test
    void keepsAValueThatTheCancellerGives() throws Exception {
        source.onCancel(() -> source.succeed("half"));
        Deferred<String> limited = limited();
        clock.advance(LIMIT);
        assertEquals("half", limited.await());
    }

    @Test
    void keepsAnotherFailureThatTheCancellerGives() {
        IOException cause = new IOException("given up");
        source.onCancel(() -> source.fail(cause));
        Deferred<String> limited = limited();
        clock.advance(LIMIT);
        assertSame(
                cause,
                assertThrows(DeferredFailedException.class, limited::await).getCause());
    }

    @Test
    void isNoTimeoutWhenCancelledByHandFirst() {
        Deferred<String> limited = limited();
        limited.cancel();
        assertThrows(DeferredCancelledException.class, limited::await);
        assertTrue(source.isDone());
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void keepsAValueThatACallbackBeforeItMakesOfTheCancel() throws Exception {
        Deferred<String> limited =
                source.deferred().exceptionally(e -> "default").timeout(LIMIT, clock);
        clock.advance(LIMIT);
        assertEquals("default", limited.await());
    }

    @Test
    void showsTheTimeoutToCallbacksAfterIt() throws Exception {
        Deferred<String> end = limited().exceptionally(e -> e.getClass().getSimpleName());
        clock.advance(LIMIT);
        assertEquals("DeferredTimeoutException", end.await());
    }

    @Test
    void holdsWhenACallbackBeforeItStartsAnew() {
        Deferred.Source<String> retry = new Deferred.Source<>(clock);
        Deferred<String> limited =
                source.deferred().exceptionallyCompose(e -> retry.deferred()).timeout(LIMIT, clock);
        clock.advance(LIMIT);
        assertThrows(DeferredTimeoutException.class, limited::await);
    }

    @Test
    void leavesASourceAloneThatOthersWaitFor() throws Exception {
        Deferred<String> limited = limited();
        Deferred<String> other = source.deferred().thenApply(v -> v);
        clock.advance(LIMIT);
        assertThrows(DeferredTimeoutException.class, limited::await);
        assertTrue(source.succeed("v"));
        assertEquals("v", other.await());
    }

    @Test
    void cancelsTheInnerOneOfAChain() {
        Deferred.Source<String> inner = new Deferred.Source<>(clock);
        Deferred<String> limited =
                Deferred.done().thenCompose(v -> inner.deferred()).timeout(LIMIT, clock);
        clock.advance(LIMIT);
        assertTrue(inner.isDone());
        assertThrows(DeferredTimeoutException.class, limited::await);
    }

    @Test
    void isUndisturbedByAStopFromAnotherThread() throws Exception {
        Deferred<String> limited = limited();
        Thread settler = new Thread(() -> source.succeed("v"));
        settler.start();
        settler.join();
        clock.advance(LIMIT);
        assertEquals("v", limited.await());
    }

    @Test
    void refusesANegativeLimit() {
        assertThrows(IllegalArgumentException.class, () -> source.deferred().timeout(Duration.ofNanos(-1), clock));
    }
}
