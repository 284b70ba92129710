package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What {@code await} shows of who waited, and for what. */
class DeferredAwaitTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A failure that happened on another thread, which has ended. */
    private static <T extends Throwable> Deferred<String> failedElsewhere(T cause) throws InterruptedException {
        Deferred.Source<String> source = new Deferred.Source<>();
        Thread other = new Thread(() -> source.fail(cause));
        other.start();
        other.join();
        return source.deferred();
    }

    private static Throwable awaitedHere(Deferred<?> deferred) {
        return assertThrows(Throwable.class, deferred::await);
    }

    private static Throwable awaitedThere(Deferred<?> deferred) {
        return assertThrows(Throwable.class, () -> deferred.await(Duration.ZERO));
    }

    private static void onThread(String name, Runnable action) throws InterruptedException {
        Thread waiting = new Thread(action, name);
        waiting.start();
        waiting.join();
    }

    /** The methods of this test among the frames of one waiting thread. */
    private static List<String> framesHere(Throwable entry) {
        return Arrays.stream(entry.getStackTrace())
                .filter(frame -> frame.getClassName().equals(DeferredAwaitTest.class.getName()))
                .map(StackTraceElement::getMethodName)
                .filter(method -> method.startsWith("awaited"))
                .toList();
    }

    @Test
    void theCallersStackIsBesideTheFailuresOwn() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("there");
        StackTraceElement[] own = cause.getStackTrace();

        assertSame(cause, awaitedHere(failedElsewhere(cause)));

        Throwable[] beside = cause.getSuppressed();
        assertEquals(1, beside.length);
        assertEquals("awaited by thread '" + Thread.currentThread().getName() + "'", beside[0].getMessage());
        assertEquals(List.of("awaitedHere"), framesHere(beside[0]));
        assertEquals(DeferredAwaitTest.class.getName(), firstOfSennit(beside[0]), "no frames of await itself");
        assertEquals(Arrays.toString(own), Arrays.toString(cause.getStackTrace()));
    }

    private static String firstOfSennit(Throwable entry) {
        return Arrays.stream(entry.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> name.startsWith("dev.sennit"))
                .findFirst()
                .orElse("");
    }

    @Test
    void anErrorShowsItToo() throws InterruptedException {
        AssertionError cause = new AssertionError("there");

        assertSame(cause, awaitedHere(failedElsewhere(cause)));

        assertEquals(List.of("awaitedHere"), framesHere(cause.getSuppressed()[0]));
    }

    @Test
    void theWrapperOfACheckedExceptionHasTheCallersStackItself() throws InterruptedException {
        IOException cause = new IOException("there");

        Throwable thrown = awaitedHere(failedElsewhere(cause));

        assertSame(cause, thrown.getCause());
        assertEquals(List.of("awaitedHere"), framesHere(thrown));
        assertEquals(0, cause.getSuppressed().length);
    }

    @Test
    void aThreadThatAwaitsAgainAddsNothing() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("there");
        Deferred<String> failed = failedElsewhere(cause);
        for (int i = 0; i < 1000; i++) {
            awaitedHere(failed);
        }
        awaitedThere(failed);

        assertEquals(1, cause.getSuppressed().length);
        assertEquals(List.of("awaitedThere"), framesHere(cause.getSuppressed()[0]));
    }

    @Test
    void threadsThatShareAFailureHaveAStackEach() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("there");
        Deferred<String> failed = failedElsewhere(cause);
        onThread("one", () -> awaitedHere(failed));
        onThread("two", () -> awaitedThere(failed));

        Throwable[] beside = cause.getSuppressed();
        assertEquals(2, beside.length);
        assertEquals("awaited by thread 'one'", beside[0].getMessage());
        assertEquals(List.of("awaitedHere"), framesHere(beside[0]));
        assertEquals("awaited by thread 'two'", beside[1].getMessage());
        assertEquals(List.of("awaitedThere"), framesHere(beside[1]));
    }

    @Test
    void howeverManyAwaitOnlyTheFirstSixteenAreShown() throws InterruptedException {
        IllegalStateException cause = new IllegalStateException("there");
        Deferred<String> failed = failedElsewhere(cause);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Thread thread = new Thread(() -> awaitedHere(failed));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(16, cause.getSuppressed().length);
    }

    @Test
    void aFailureOfManyKeepsItsCausesApart() {
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException two = new IllegalStateException("two");

        AllFailedException failed =
                (AllFailedException) awaitedHere(Deferred.any(List.of(Deferred.failed(one), Deferred.failed(two))));

        assertEquals(List.of(one, two), failed.causes());
        assertEquals(3, failed.getSuppressed().length);
    }

    @Test
    void aFailureThatTakesNoSuppressedOnesIsThrownAsItIs() {
        RuntimeException mute = new RuntimeException("mute", null, false, false) {
            private static final long serialVersionUID = 1;
        };

        assertSame(mute, awaitedHere(Deferred.failed(mute)));
    }

    @Test
    void aTimeOutNamesWhatWasWaitedFor() {
        Deferred<String> never = new Deferred.Source<String>().deferred().named("the answer of the printer");

        assertEquals(
                "the answer of the printer timed out after 0s",
                awaitedThere(never).getMessage());
        assertEquals(
                "the second page timed out after 0s",
                assertThrows(DeferredTimeoutException.class, () -> never.await(Duration.ZERO, "the second page"))
                        .getMessage());
        assertEquals(
                "await timed out after 0s",
                awaitedThere(new Deferred.Source<String>().deferred()).getMessage());
    }

    @Test
    void theNameStaysWithTheSameOutcomeAndNotWithAnother() {
        ManualClock clock = new ManualClock();
        Executor executor = Runnable::run;
        Deferred<String> named = new Deferred.Source<String>().deferred().named("the answer");
        Deferred<String> same = named.on(executor)
                .releasing(value -> {})
                .whenComplete((value, failure) -> {})
                .exceptionally(failure -> "none");

        assertEquals("the answer timed out after 0s", awaitedThere(same).getMessage());
        assertEquals(
                "the answer timed out after 0s",
                awaitedThere(named.timeout(LONG, clock)).getMessage());
        assertEquals(
                "await timed out after 0s",
                awaitedThere(named.thenApply(String::length)).getMessage());

        Deferred<String> limited = named.timeout(Duration.ofSeconds(5), clock);
        clock.advance(Duration.ofSeconds(5));

        assertEquals("the answer timed out after 5s", awaitedHere(limited).getMessage());
    }
}
