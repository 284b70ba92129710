package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.deferred.Outcome.Success;
import dev.sennit.transport.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Many Deferreds into one, which has the place of the first that has one; where none has, that of the Deferred whose
 * outcome decides.
 */
abstract class Combination<T extends @Nullable Object, R extends @Nullable Object> {
    private final List<Deferred<T>> children;
    private final AtomicReferenceArray<Outcome<T>> outcomes;
    private final AtomicInteger missing;
    private final Cell<R> result;

    private Combination(List<Deferred<T>> children) {
        this.children = children;
        this.outcomes = new AtomicReferenceArray<>(children.size());
        this.missing = new AtomicInteger(children.size());
        this.result = children.stream()
                .map(Deferred::cell)
                .filter(cell -> cell.place() != null)
                .findFirst()
                .map(cell -> new Cell<R>(cell.clock, cell.place()))
                .orElseGet(() -> new Cell<>(Clock.system(), null));
    }

    static <T extends @Nullable Object> Deferred<List<T>> all(List<Deferred<T>> deferreds) {
        return new Combination<T, List<T>>(List.copyOf(deferreds)) {
            @Override
            @Nullable
            Outcome<List<T>> after(Outcome<T> outcome) {
                return outcome instanceof Failure<T> failure ? new Failure<>(failure.cause()) : null;
            }

            @Override
            Outcome<List<T>> atEnd(List<Outcome<T>> outcomes) {
                return new Success<>(values(outcomes));
            }
        }.start();
    }

    @SuppressWarnings("unchecked") // the two are only told apart by where they stand in the list
    static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object> Deferred<C> pair(
            Deferred<A> first, Deferred<B> second, BiFunction<? super A, ? super B, ? extends C> function) {
        List<Deferred<Object>> both =
                List.of((Deferred<Object>) (Deferred<?>) first, (Deferred<Object>) (Deferred<?>) second);
        return all(both).thenApply(values -> function.apply((A) values.get(0), (B) values.get(1)));
    }

    static <T extends @Nullable Object> Deferred<List<Outcome<T>>> settled(List<Deferred<T>> deferreds) {
        return new Combination<T, List<Outcome<T>>>(List.copyOf(deferreds)) {
            @Override
            @Nullable
            Outcome<List<Outcome<T>>> after(Outcome<T> outcome) {
                return null;
            }

            @Override
            Outcome<List<Outcome<T>>> atEnd(List<Outcome<T>> outcomes) {
                return new Success<>(outcomes);
            }
        }.start();
    }

    static <T extends @Nullable Object> Deferred<T> any(List<Deferred<T>> deferreds) {
        return new Combination<T, T>(atLeastOne(deferreds)) {
            @Override
            @Nullable
            Outcome<T> after(Outcome<T> outcome) {
                return outcome instanceof Success ? outcome : null;
            }

            @Override
            Outcome<T> atEnd(List<Outcome<T>> outcomes) {
                return new Failure<>(new AllFailedException(causes(outcomes)));
            }
        }.start();
    }

    static <T extends @Nullable Object> Deferred<T> race(List<Deferred<T>> deferreds) {
        return new Combination<T, T>(atLeastOne(deferreds)) {
            @Override
            Outcome<T> after(Outcome<T> outcome) {
                return outcome;
            }

            @Override
            Outcome<T> atEnd(List<Outcome<T>> outcomes) {
                return outcomes.get(0);
            }
        }.start();
    }

    /** Returns the result that one outcome decides, after which the rest is cancelled; null if it decides nothing. */
    abstract @Nullable Outcome<R> after(Outcome<T> outcome);

    /** Returns the result where no single outcome has decided. */
    abstract Outcome<R> atEnd(List<Outcome<T>> outcomes);

    final Deferred<R> start() {
        result.onCancel(() -> {
            // First, or a child's failure would pass for the result.
            result.settle(new Failure<>(new DeferredCancelledException()));
            cancelAll();
        });
        if (children.isEmpty()) {
            result.settle(atEnd(List.of()));
        }
        for (int i = 0; i < children.size(); i++) {
            int index = i;
            Deferred<T> child = children.get(i);
            child.listen(outcome -> take(index, outcome, child.cell().place()));
        }
        return new Deferred<>(result);
    }

    private void take(int index, Outcome<T> outcome, @Nullable Executor from) {
        outcomes.set(index, outcome);
        Outcome<R> decided = after(outcome);
        if (decided != null && result.settle(decided, from, null)) {
            cancelAll();
        }
        if (missing.decrementAndGet() == 0 && !result.isDone()) {
            result.settle(atEnd(listOf(outcomes)), from, null);
        }
    }

    private void cancelAll() {
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
