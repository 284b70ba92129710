package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.deferred.Outcome.Success;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The bridges to and from the JDK's futures. */
@SuppressWarnings("FutureReturnValueIgnored") // the stages that attaching returns only repeat the outcome
final class Futures {
    private Futures() {}

    static <T extends @Nullable Object> Deferred<T> from(CompletionStage<T> stage) {
        Deferred.Source<T> source = new Deferred.Source<>();
        source.onCancel(() -> stage.toCompletableFuture().cancel(true));
        stage.whenComplete((value, cause) -> {
            if (cause == null) {
                source.succeed(value);
            } else {
                source.fail(bare(cause));
            }
        });
        return source.deferred();
    }

    static <T extends @Nullable Object> CompletableFuture<T> to(Deferred<T> deferred) {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.whenComplete((value, cause) -> {
            if (future.isCancelled()) {
                deferred.cancel();
            }
        });
        deferred.listen(outcome -> {
            if (outcome instanceof Success<T> success) {
                future.complete(success.value());
            } else if (outcome instanceof Failure<T> failure) {
                future.completeExceptionally(failure.cause());
            }
        });
        return future;
    }

    private static Throwable bare(Throwable cause) {
        Throwable inner = cause instanceof CompletionException ? cause.getCause() : null;
        return inner == null ? cause : inner;
    }
}
