package dev.sennit.transport.deferred;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a {@link Deferred} ended: with a value, or with a cause. */
public sealed interface Outcome<T extends @Nullable Object> {
    /** Whether this is a value. */
    default boolean isSuccess() {
        return this instanceof Success<?>;
    }

    /** It ended with a value; null in a {@code Deferred<Void>} only. */
    record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /** It ended with a cause, which is bare: never a wrapper such as {@code CompletionException}. */
    record Failure<T extends @Nullable Object>(Throwable cause) implements Outcome<T> {
        /** Wants a cause. */
        public Failure {
            Objects.requireNonNull(cause, "cause");
        }
    }
}
