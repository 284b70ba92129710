package dev.sennit.transport.contract;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How a test waits: by running virtual time, or by waiting for real events with a deadline. */
public interface Waiting {
    /** Waits until the condition holds, or fails the test. */
    void until(String what, Witness witness, BooleanSupplier condition);

    /** Waits until all that has been caused on these loops has happened, so far as no time need pass for it. */
    void settle(List<EventLoop> loops);

    /** Runs on virtual time. */
    record Virtual(MemoryNetwork network) implements Waiting {
        @Override
        public void until(String what, Witness witness, BooleanSupplier condition) {
            try {
                network.runUntil(condition);
            } catch (IllegalStateException nothingLeft) {
                throw new AssertionError("waited in vain until " + what, nothingLeft);
            }
        }

        @Override
        public void settle(List<EventLoop> loops) {
            network.run();
        }
    }

    /** Waits for other threads. */
    record Real(Duration deadline) implements Waiting {
        private static final int ROUNDS = 8;
        /** How often a condition is asked that no probe announces. */
        private static final long ASK_MILLIS = 10;

        @Override
        public void until(String what, Witness witness, BooleanSupplier condition) {
            long end = System.nanoTime() + deadline.toNanos();
            synchronized (witness) {
                while (!condition.getAsBoolean()) {
                    if (System.nanoTime() > end) {
                        throw new AssertionError("waited " + deadline.toSeconds() + " s in vain until " + what);
                    }
                    try {
                        witness.wait(ASK_MILLIS);
                    } catch (InterruptedException interrupted) {
                        throw new AssertionError(interrupted);
                    }
                }
            }
        }

        /** Each turn of a loop looks at its sockets before it runs what others gave it. */
        @Override
        public void settle(List<EventLoop> loops) {
            for (int round = 0; round < ROUNDS; round++) {
                for (EventLoop loop : loops) {
                    CountDownLatch turned = new CountDownLatch(1);
                    try {
                        loop.execute(turned::countDown);
                        if (!turned.await(deadline.toSeconds(), TimeUnit.SECONDS)) {
                            throw new AssertionError(loop + " did not turn within " + deadline);
                        }
                    } catch (RejectedExecutionException ended) {
                        // Nothing happens there any more.
                    } catch (InterruptedException interrupted) {
                        throw new AssertionError(interrupted);
                    }
                }
            }
        }
    }

    /** Waits for an answer, and gives it or throws what it failed with. */
    default <T> T await(Deferred<T> deferred, Witness witness) {
        deferred.whenComplete((value, failure) -> witness.changed()).exceptionally(ignored -> null);
        until("an answer came", witness, deferred::isDone);
        try {
            // Settled, but callbacks attached before may still run on the thread that settled it.
            return deferred.await(Duration.ofSeconds(60));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
