package dev.sennit.endpoint.contract;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How a test lets things happen: in virtual time by running the network, else by waiting with a deadline. */
public interface Waits {
    /** Waits for the answer, and gives it or throws what it failed with. */
    <T extends @Nullable Object> T await(Deferred<T> deferred);

    /** Waits until the condition holds. */
    void until(BooleanSupplier condition);

    /** Runs this network. */
    static Waits on(MemoryNetwork network) {
        return new Waits() {
            @Override
            public <T extends @Nullable Object> T await(Deferred<T> deferred) {
                return network.await(deferred);
            }

            @Override
            public void until(BooleanSupplier condition) {
                network.runUntil(condition);
            }
        };
    }

    /** Waits for real, up to the limit. */
    static Waits upTo(Duration limit) {
        return new Waits() {
            @Override
            public <T extends @Nullable Object> T await(Deferred<T> deferred) {
                try {
                    return deferred.await(limit);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(interrupted);
                }
            }

            @Override
            public void until(BooleanSupplier condition) {
                long start = System.nanoTime();
                while (!condition.getAsBoolean()) {
                    if (System.nanoTime() - start > limit.toNanos()) {
                        throw new AssertionError("what was waited for did not come within " + limit);
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            }
        };
    }
}
