package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.deferred.Outcome.Success;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many Deferreds into one. */
final class Combinators {
    private Combinators() {}

    static <T extends @Nullable Object> Deferred<List<T>> all(List<Deferred<T>> deferreds) {
        List<Deferred<T>> children = List.copyOf(deferreds);
        Deferred.Source<List<T>> source = cancellingAll(children);
        Consumer<List<Outcome<T>>> finish = outcomes -> source.succeed(values(outcomes));
        gather(children, finish, outcome -> {
            if (outcome instanceof Failure<T> failure && source.fail(failure.cause())) {
                cancelAll(children);
            }
        });
        return source.deferred();
    }

    static <T extends @Nullable Object> Deferred<List<Outcome<T>>> settled(List<Deferred<T>> deferreds) {
        List<Deferred<T>> children = List.copyOf(deferreds);
        Deferred.Source<List<Outcome<T>>> source = cancellingAll(children);
        gather(children, source::succeed, outcome -> {});
        return source.deferred();
    }

    static <T extends @Nullable Object> Deferred<T> any(List<Deferred<T>> deferreds) {
        List<Deferred<T>> children = atLeastOne(deferreds);
        Deferred.Source<T> source = cancellingAll(children);
        Consumer<List<Outcome<T>>> finish = outcomes -> source.fail(new AllFailed(causes(outcomes)));
        gather(children, finish, outcome -> {
            if (outcome instanceof Success<T> success && source.succeed(success.value())) {
                cancelAll(children);
            }
        });
        return source.deferred();
    }

    static <T extends @Nullable Object> Deferred<T> race(List<Deferred<T>> deferreds) {
        List<Deferred<T>> children = atLeastOne(deferreds);
        Deferred.Source<T> source = cancellingAll(children);
        gather(children, outcomes -> {}, outcome -> {
            boolean won = outcome instanceof Success<T> success
                    ? source.succeed(success.value())
                    : source.fail(((Failure<T>) outcome).cause());
            if (won) {
                cancelAll(children);
            }
        });
        return source.deferred();
    }

    /** Tells each outcome as it comes, and after the last one all of them in input order. */
    private static <T extends @Nullable Object> void gather(
            List<Deferred<T>> children, Consumer<List<Outcome<T>>> finish, Consumer<Outcome<T>> each) {
        AtomicReferenceArray<Outcome<T>> outcomes = new AtomicReferenceArray<>(children.size());
        AtomicInteger missing = new AtomicInteger(children.size());
        if (children.isEmpty()) {
            finish.accept(List.of());
        }
        for (int i = 0; i < children.size(); i++) {
            int index = i;
            children.get(i).listen(outcome -> {
                outcomes.set(index, outcome);
                each.accept(outcome);
                if (missing.decrementAndGet() == 0) {
                    finish.accept(listOf(outcomes));
                }
            });
        }
    }

    private static <T extends @Nullable Object> Deferred.Source<T> cancellingAll(List<? extends Deferred<?>> children) {
        Deferred.Source<T> source = new Deferred.Source<>();
        source.onCancel(() -> {
            // First, or a child's failure would pass for the result.
            source.fail(new DeferredCancelled());
            cancelAll(children);
        });
        return source;
    }

    private static void cancelAll(List<? extends Deferred<?>> children) {
        children.forEach(Deferred::cancel);
    }

    private static <T extends @Nullable Object> List<Outcome<T>> listOf(AtomicReferenceArray<Outcome<T>> outcomes) {
        List<Outcome<T>> list = new ArrayList<>(outcomes.length());
        for (int i = 0; i < outcomes.length(); i++) {
            list.add(outcomes.get(i));
        }
        return Collections.unmodifiableList(list);
    }

    private static <T extends @Nullable Object> List<T> values(List<Outcome<T>> outcomes) {
        List<T> values = new ArrayList<>(outcomes.size());
        for (Outcome<T> outcome : outcomes) {
            if (outcome instanceof Success<T> success) {
                values.add(success.value());
            }
        }
        return Collections.unmodifiableList(values);
    }

    private static List<Throwable> causes(List<? extends Outcome<?>> outcomes) {
        List<Throwable> causes = new ArrayList<>(outcomes.size());
        for (Outcome<?> outcome : outcomes) {
            if (outcome instanceof Failure<?> failure) {
                causes.add(failure.cause());
            }
        }
        return causes;
    }

    private static <T extends @Nullable Object> List<Deferred<T>> atLeastOne(List<Deferred<T>> deferreds) {
        if (deferreds.isEmpty()) {
            throw new IllegalArgumentException("no Deferred given, wanted one or more");
        }
        return List.copyOf(deferreds);
    }
}
