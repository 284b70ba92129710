package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class DeferredFuturesTest {
    private final Deferred.Source<String> source = new Deferred.Source<>();
    private final IOException cause = new IOException("lost");

    @Test
    void handsAValueToAFuture() {
        CompletableFuture<String> future = source.deferred().toCompletableFuture();
        source.succeed("v");
        assertEquals("v", future.join());
    }

    @Test
    void handsABareCauseToAFuture() {
        CompletableFuture<String> future = source.deferred().toCompletableFuture();
        source.fail(cause);
        assertSame(cause, assertThrows(ExecutionException.class, future::get).getCause());
    }

    @Test
    void isCancelledWithItsFuture() {
        assertTrue(source.deferred().toCompletableFuture().cancel(false));
        assertTrue(source.isDone());
    }

    @Test
    void cancelsItsFuture() {
        CompletableFuture<String> future = source.deferred().toCompletableFuture();
        source.deferred().cancel();
        assertTrue(future.isCancelled());
    }

    @Test
    void takesAValueFromAStage() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        Deferred<String> deferred = Deferred.from(future.thenApply(v -> v + "!"));
        future.complete("v");
        assertEquals("v!", deferred.await());
    }

    @Test
    void takesTheWrapperOffACause() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Deferred<String> deferred = Deferred.from(future.thenApply(v -> v + "!"));
        future.completeExceptionally(cause);
        assertSame(
                cause,
                assertThrows(DeferredFailedException.class, deferred::await).getCause());
    }

    @Test
    void cancelsTheStageItCameFrom() {
        CompletableFuture<String> future = new CompletableFuture<>();
        assertTrue(Deferred.from(future).cancel());
        assertTrue(future.isCancelled());
    }
}
