package dev.sennit.transport.deferred;

import dev.sennit.transport.deferred.Outcome.Failure;
import dev.sennit.transport.deferred.Outcome.Success;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.LoopClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A result that comes later: a value, or the cause of a failure.
 *
 * <p>This is the reading side; the code that produces the result holds the {@link Source}, and settles the Deferred there.
 * The verbs are those of {@link CompletionStage}. Unlike there, callbacks of one Deferred run in the order they were
 * attached, a cause is never wrapped, and {@link #cancel} reaches the place the result comes from.
 *
 * <p>Threads: every method may be called from any thread. The source decides where callbacks run:
 *
 * <ul>
 *   <li>A source made with a loop (a {@link LoopClock}) calls back on the loop's thread, whichever thread settles it,
 *       whichever thread attaches the callback, and whenever. If that is the current thread and no earlier callback waits,
 *       callbacks run at once; from other threads they are given to the loop as a task. A loop that takes no more tasks
 *       loses no callback: they then run on the thread that settles, or that attaches to a settled Deferred.
 *   <li>A source made without a loop calls back on the thread that settles it, or at once on the thread that attaches to a
 *       settled Deferred for which no earlier callback waits.
 *   <li>A derived Deferred calls back where its origin does. If the origin has no loop, the derived one takes the loop of
 *       the Deferred that its outcome comes from, as in {@code Deferred.done().thenCompose(none -> reactor.connect(…))}.
 *   <li>{@link #on} moves the callbacks to an executor or to another loop.
 * </ul>
 *
 * <p>Chains of any length run without deep recursion: callbacks that settle and attach inside one another, more than 16
 * deep, run as soon as the inner ones have returned.
 *
 * <p>What a callback throws, an {@link Error} too, fails the Deferred that attaching it returned.
 *
 * <p>A failure that nobody looks at is logged as a warning, once, 10 seconds after it happened. Attaching anything,
 * {@link #await} and {@link #outcome} count as looking; the Deferred that attaching returned is then the one to look at. So end a chain with
 * {@link #handle} or {@link #exceptionally}. A cancelled Deferred is not reported.
 */
public final class Deferred<T extends @Nullable Object> {
    private final Cell<T> cell;

    Deferred(Cell<T> cell) {
        this.cell = cell;
    }

    /** Returns a Deferred that has this value already; it has no loop. As {@link CompletableFuture#completedFuture}. */
    public static <T extends @Nullable Object> Deferred<T> of(T value) {
        return settled(new Success<>(value));
    }

    /** Returns a Deferred that is done already and has no value; it has no loop. */
    @SuppressWarnings("NullAway") // null is the one value of Void
    public static Deferred<Void> done() {
        return settled(new Success<>(null));
    }

    /** Returns a Deferred that has failed already; it has no loop. As {@link CompletableFuture#failedFuture}. */
    public static <T extends @Nullable Object> Deferred<T> failed(Throwable cause) {
        return settled(new Failure<>(cause));
    }

    /**
     * Returns a Deferred with the result of a stage; it has no loop. A {@code CompletionException} is taken off the cause;
     * cancelling cancels the stage's future. With it a callback of {@link #thenCompose} may go on with a stage:
     * {@code thenCompose(value -> Deferred.from(client.sendAsync(…)))}.
     */
    public static <T extends @Nullable Object> Deferred<T> from(CompletionStage<T> stage) {
        return Futures.from(stage);
    }

    /**
     * Returns the values in input order, once all are there; the list cannot be modified.
     *
     * <p>The first failure fails it with that bare cause, and cancels the rest. Cancelling cancels all.
     *
     * <p>This one and its siblings call back where the first of the list does that has a loop or an executor; if none has,
     * where the Deferred does whose outcome decides.
     */
    public static <T extends @Nullable Object> Deferred<List<T>> all(List<Deferred<T>> deferreds) {
        return Combination.all(deferreds);
    }

    /** Returns every outcome in input order, once all are there; never fails unless cancelled, which cancels all. */
    public static <T extends @Nullable Object> Deferred<List<Outcome<T>>> settled(List<Deferred<T>> deferreds) {
        return Combination.settled(deferreds);
    }

    /**
     * Returns the first value, and cancels the rest; if all fail, fails with {@link AllFailedException}. Cancelling cancels all.
     *
     * @throws IllegalArgumentException if the list is empty
     */
    public static <T extends @Nullable Object> Deferred<T> any(List<Deferred<T>> deferreds) {
        return Combination.any(deferreds);
    }

    /**
     * Returns the first outcome, a value or a failure, and cancels the rest. Cancelling cancels all.
     *
     * @throws IllegalArgumentException if the list is empty
     */
    public static <T extends @Nullable Object> Deferred<T> race(List<Deferred<T>> deferreds) {
        return Combination.race(deferreds);
    }

    /**
     * Whether there is a value or a cause; callbacks may still wait for their turn. Asking does not count as looking at a
     * failure.
     */
    public boolean isDone() {
        return cell.isDone();
    }

    /** Whether there is a cause: it failed, or was cancelled. Asking does not count as looking at a failure. */
    public boolean isFailed() {
        return cell.outcome() instanceof Failure;
    }

    /** Returns the value or the cause, if there is one already; callbacks may still wait for their turn. */
    public Optional<Outcome<T>> outcome() {
        return Optional.ofNullable(cell.outcomeNow());
    }

    /** Turns the value into another; a failure passes by. */
    public <U extends @Nullable Object> Deferred<U> thenApply(Function<? super T, ? extends U> function) {
        Objects.requireNonNull(function, "function");
        return settling(outcome -> outcome instanceof Success<T> success
                ? new Success<>(function.apply(success.value()))
                : Stage.Step.unchanged(outcome));
    }

    /** Uses the value; a failure passes by. */
    public Deferred<Void> thenAccept(Consumer<? super T> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return thenApply(value -> {
            consumer.accept(value);
            return null;
        });
    }

    /** Runs an action after any value; a failure passes by. */
    public Deferred<Void> thenRun(Runnable action) {
        Objects.requireNonNull(action, "action");
        return thenAccept(value -> action.run());
    }

    /**
     * Makes one value of this one's and another's. The first failure fails it with that bare cause, and cancels the other;
     * cancelling cancels both. Calls back where this does, as {@link #all} of the two.
     */
    public <U extends @Nullable Object, V extends @Nullable Object> Deferred<V> thenCombine(
            Deferred<U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        return Combination.pair(this, other, function);
    }

    /**
     * Goes on with the Deferred that the function returns for the value; a failure passes by.
     *
     * <p>A loop may be written as recursion through this; it keeps one small object per round until it ends.
     */
    public <U extends @Nullable Object> Deferred<U> thenCompose(Function<? super T, Deferred<U>> function) {
        Objects.requireNonNull(function, "function");
        return composing(
                outcome -> outcome instanceof Success<T> success ? cellOf(function.apply(success.value())) : null);
    }

    /** Turns a failure into a value; a value passes by. */
    public Deferred<T> exceptionally(Function<Throwable, ? extends T> function) {
        Objects.requireNonNull(function, "function");
        return settlingSame(outcome ->
                outcome instanceof Failure<T> failure ? new Success<>(function.apply(failure.cause())) : outcome);
    }

    /** Goes on with the Deferred that the function returns for a failure; a value passes by. */
    public Deferred<T> exceptionallyCompose(Function<Throwable, Deferred<T>> function) {
        Objects.requireNonNull(function, "function");
        return composingSame(
                outcome -> outcome instanceof Failure<T> failure ? cellOf(function.apply(failure.cause())) : null);
    }

    /** Turns either outcome into a value: the function gets the value and null, or null and the cause. */
    public <U extends @Nullable Object> Deferred<U> handle(
            BiFunction<? super @Nullable T, ? super @Nullable Throwable, ? extends U> function) {
        Objects.requireNonNull(function, "function");
        return settling(outcome -> new Success<>(function.apply(value(outcome), cause(outcome))));
    }

    /**
     * Looks at either outcome, which passes by: the consumer gets the value and null, or null and the cause. If it throws
     * after a value, that is the failure; after a failure, it is added to the cause as suppressed.
     */
    public Deferred<T> whenComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        return settlingSame(outcome -> {
            try {
                consumer.accept(value(outcome), cause(outcome));
            } catch (Throwable t) {
                return outcome instanceof Failure<T> failure ? withSuppressed(failure, t) : new Failure<>(t);
            }
            return outcome;
        });
    }

    /**
     * Returns a Deferred with the same outcome, whose callbacks, and those of all that derives from it, run on the executor:
     * the way off a loop.
     *
     * <p>A {@link LoopClock} counts as a loop, as if the source had been made with it. Any other executor is given a task for
     * each run of callbacks; if it refuses, they run where they are and get the executor's exception as the cause.
     */
    public Deferred<T> on(Executor executor) {
        return following(cell.sameAt(Objects.requireNonNull(executor, "executor")));
    }

    /**
     * Returns a Deferred with the same outcome, of which time-outs say that this was waited for: those of
     * {@link #timeout(Duration, Clock)} and {@link #await(Duration)}, and of what has the same outcome
     * ({@link #on}, {@link #timeout}, {@link #releasing}, {@link #whenComplete}, {@link #exceptionally}).
     *
     * @param what as in "connecting to localhost:8007", which "timed out after 5s" follows
     */
    public Deferred<T> named(String what) {
        return following(new Cell<>(cell.clock, cell.place(), Objects.requireNonNull(what, "what")));
    }

    /** Does {@link #timeout(Duration, Clock, String)}, with the {@linkplain #named name}, or "result" if there is none. */
    public Deferred<T> timeout(Duration limit, Clock clock) {
        return timeout(limit, clock, cell.whatOr("result"));
    }

    /**
     * Returns a Deferred with the same outcome if that comes in time; otherwise cancels this, and fails with
     * {@link DeferredTimeoutException}. A value, or a failure of another kind, that cancelling produces at once stands.
     *
     * <p>It calls back where this does; if this has no loop and the clock is one, on the clock's. The cancel runs where the
     * clock runs its tasks.
     *
     * @throws IllegalArgumentException if the limit is negative
     */
    public Deferred<T> timeout(Duration limit, Clock clock, String what) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit is " + limit + ", wanted zero or more");
        }
        Cell<T> derived = cell.sameAt(cell.place() == null ? Cell.loopOf(clock) : cell.place());
        new Cancel.TimeLimit<>(cell, derived, what, limit).start(clock);
        return new Deferred<>(derived);
    }

    /**
     * Returns a Deferred with the same outcome that fails with {@link DeferredCancelledException} as soon as it is cancelled. A
     * value that arrives later is passed to {@code release}.
     *
     * <p>Without this a value that a running callback is about to pass on is still delivered after a cancel.
     *
     * @param release closes what the value holds; called where this Deferred calls back, at most once
     */
    public Deferred<T> releasing(Consumer<? super T> release) {
        Objects.requireNonNull(release, "release");
        Cell<T> owned = cell.same();
        owned.onCancel(() -> {
            owned.settle(new Failure<>(new DeferredCancelledException()));
            cancel();
        });
        listen(outcome -> {
            if (!owned.settle(outcome) && outcome instanceof Success<T> unwanted) {
                release.accept(unwanted.value());
            }
        });
        return new Deferred<>(owned);
    }

    /**
     * Cancels this Deferred; returns false, and does nothing, if it has its result already.
     *
     * <p>The cancel goes back to the {@link Source} of the result. The canceller of the source runs on the calling thread; if it
     * does not settle the source, the source fails with {@link DeferredCancelledException}. The callbacks between the source and
     * this Deferred see that failure where they always run, and may turn it into a value.
     *
     * <p>A Deferred that has other callbacks too is not cancelled: then the cancel ends there, and only this branch fails. If a
     * callback returned a Deferred, that Deferred is cancelled. A result that already exists is still delivered; use
     * {@link #releasing} to drop and release it.
     *
     * <p>Never throws. An exception of a canceller is added to the cause as suppressed.
     */
    public boolean cancel() {
        return Cancel.of(cell);
    }

    /**
     * Waits for the value, as a program's main thread or a test does; never call it in a callback.
     *
     * <p>It waits for the source to be settled, and for the callbacks that make this Deferred of it, but for no other: those
     * attached to this one before may still wait for their loop.
     *
     * <p>An unchecked cause is thrown as it is, a checked one inside {@link DeferredFailedException}. The cause's stack is that of the
     * thread where the failure happened; the stack of the calling thread is a suppressed exception of it, "awaited by thread
     * 'NAME'". Of threads that share a failure each has its own, up to 16 of them.
     *
     * @throws InterruptedException if the thread is interrupted while it waits; the Deferred goes on
     * @throws IllegalStateException on a {@link NonBlockingThread}, unless the result is there already
     */
    public T await() throws InterruptedException {
        return Waiting.await(cell, null, null);
    }

    /** Does {@link #await(Duration, String)}, with the {@linkplain #named name}, or "await" if there is none. */
    public T await(Duration limit) throws InterruptedException {
        return Waiting.await(cell, limit, null);
    }

    /**
     * Does as {@link #await()}, but for a limited time of the machine's clock.
     *
     * <p>With a limit of zero it returns at once if this is settled, and otherwise throws {@link DeferredTimeoutException} at once:
     * so it never blocks, and may be called on any thread and in any callback.
     *
     * @param what names in the time-out what was waited for
     * @throws DeferredTimeoutException if there is no result in time; the Deferred goes on
     * @throws IllegalArgumentException if the limit is negative
     */
    public T await(Duration limit, String what) throws InterruptedException {
        return Waiting.await(cell, limit, Objects.requireNonNull(what, "what"));
    }

    /** Returns a future with the same result, completed where this calls back; cancelling the future cancels this. */
    public CompletableFuture<T> toCompletableFuture() {
        return Futures.to(this);
    }

    /** Attaches a callback that has no Deferred of its own. */
    void listen(Consumer<Outcome<T>> listener) {
        cell.attach(new Stage.Listener<>(cell, listener));
    }

    private <U extends @Nullable Object> Deferred<U> settling(Stage.Step.Settling<T, U> callback) {
        return attach(callback, derive());
    }

    private <U extends @Nullable Object> Deferred<U> composing(Stage.Step.Composing<T, U> callback) {
        return attach(callback, derive());
    }

    private Deferred<T> settlingSame(Stage.Step.Settling<T, T> callback) {
        return attach(callback, cell.same());
    }

    private Deferred<T> composingSame(Stage.Step.Composing<T, T> callback) {
        return attach(callback, cell.same());
    }

    private <U extends @Nullable Object> Deferred<U> attach(Stage.Step.Callback<T, U> callback, Cell<U> derived) {
        Stage.Step<T, U> step = new Stage.Step<>(cell, derived, callback);
        derived.linkTo(step);
        cell.attach(step);
        return new Deferred<>(derived);
    }

    private <U extends @Nullable Object> Cell<U> derive() {
        return new Cell<>(cell.clock, cell.place());
    }

    private Deferred<T> following(Cell<T> derived) {
        Stage.Follow.start(cell, derived, null);
        return new Deferred<>(derived);
    }

    Cell<T> cell() {
        return cell;
    }

    private static <T extends @Nullable Object> Deferred<T> settled(Outcome<T> outcome) {
        Cell<T> cell = new Cell<>(Clock.system(), null);
        cell.settle(outcome);
        return new Deferred<>(cell);
    }

    private static <U extends @Nullable Object> Cell<U> cellOf(@Nullable Deferred<U> deferred) {
        return Objects.requireNonNull(deferred, "a callback returned null, wanted a Deferred").cell;
    }

    private static <T extends @Nullable Object> @Nullable T value(Outcome<T> outcome) {
        return outcome instanceof Success<T> success ? success.value() : null;
    }

    private static @Nullable Throwable cause(Outcome<?> outcome) {
        return outcome instanceof Failure<?> failure ? failure.cause() : null;
    }

    private static <T extends @Nullable Object> Outcome<T> withSuppressed(Failure<T> failure, Throwable thrown) {
        if (thrown != failure.cause()) {
            failure.cause().addSuppressed(thrown);
        }
        return failure;
    }

    /**
     * The writing side of a {@link Deferred}: the code that holds it settles it, once, from any thread.
     *
     * <p>Its clock, which derived Deferreds inherit, counts the time until a failure that nobody looks at is reported. A clock
     * that is a loop is also where all of them call back.
     */
    public static final class Source<T extends @Nullable Object> {
        private final Cell<T> cell;
        private final Deferred<T> deferred;

        /** Makes an unsettled source on {@link Clock#system}, without a loop. */
        public Source() {
            this(Clock.system());
        }

        /** Makes an unsettled source; if the clock is a {@link LoopClock}, every callback runs on that loop. */
        public Source(Clock clock) {
            cell = new Cell<>(clock, Cell.loopOf(clock));
            deferred = new Deferred<>(cell);
        }

        /** Returns the reading side; always the same one. */
        public Deferred<T> deferred() {
            return deferred;
        }

        /**
         * Settles it with a value, null only for {@code Void}; returns false if it was settled or cancelled before, and
         * then it is for the caller to release what the value holds.
         */
        @SuppressWarnings("NullAway") // null is the one value of Void
        public boolean succeed(@Nullable T value) {
            return cell.settle(new Success<>(value));
        }

        /** Settles it with a bare cause; returns false if it was settled or cancelled before. */
        public boolean fail(Throwable cause) {
            return cell.settle(new Failure<>(cause));
        }

        /**
         * Sets what a cancel runs, in place of what was set before; it may settle this, and runs once at most, on the thread
         * that cancels, before {@link Deferred#cancel} returns. Dropped as soon as this is settled.
         */
        public void onCancel(Runnable canceller) {
            cell.onCancel(Objects.requireNonNull(canceller, "canceller"));
        }

        /** Whether it is settled or cancelled. */
        public boolean isDone() {
            return cell.isDone();
        }
    }
}
