package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.EventLoop;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** What all suites share: how a test waits, and after it the question whether any probe saw a rule broken. */
abstract class WitnessedTest {
    /** What a test throws on purpose. */
    final Deliberate bug = new Deliberate();

    private final Witness witness = new Witness();

    /** Returns how the bench has a test wait. */
    abstract Waiting waiting();

    /** Closes the bench. */
    abstract void closeBench();

    @AfterEach
    void close() {
        closeBench();
        witness.close();
        assertEquals(List.of(), witness.violations(), "rules that a probe saw broken");
    }

    protected final Witness witness() {
        return witness;
    }

    protected final void waitFor(String what, BooleanSupplier condition) {
        waiting().until(what, witness, condition);
    }

    protected final <T> T await(Deferred<T> deferred) {
        return waiting().await(deferred, witness);
    }

    /** Runs something on a loop, and waits for it. */
    final void onLoop(EventLoop loop, Runnable action) {
        Deferred.Source<Boolean> done = new Deferred.Source<>();
        loop.execute(() -> {
            try {
                action.run();
                done.succeed(true);
            } catch (Throwable failure) {
                done.fail(failure);
            }
        });
        await(done.deferred());
    }

    /** Runs threads, and waits for their ends. */
    protected static void runAll(List<Thread> threads) {
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** Runs something on a thread that is no loop, and waits for its end. */
    static void elsewhere(Runnable action) {
        runAll(List.of(new Thread(action)));
    }

    /** Waits for an answer that must fail with this. */
    final void assertFails(Throwable expected, Deferred<?> answer) {
        assertSame(expected, assertThrows(expected.getClass(), () -> await(answer)));
    }

    /** Waits for an answer that must fail for this reason, and returns the failure. */
    final ConnectFailedException assertConnectFails(ConnectFailedException.Kind kind, Deferred<?> answer) {
        ConnectFailedException failed = assertThrows(ConnectFailedException.class, () -> await(answer));
        assertEquals(kind, failed.kind(), failed.toString());
        return failed;
    }

    /** Waits for an answer that must fail for this reason, and returns the failure. */
    final ListenFailedException assertListenFails(ListenFailedException.Kind kind, Deferred<?> answer) {
        ListenFailedException failed = assertThrows(ListenFailedException.class, () -> await(answer));
        assertEquals(kind, failed.kind(), failed.toString());
        return failed;
    }
}
