package dev.sennit.integration.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits for what tells nobody when it happens: what the system counts. */
public final class Until {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private Until() {}

    /** Returns as soon as it is so; fails after a limit that is far more than is ever needed. */
    public static void isTrue(BooleanSupplier condition, Supplier<String> otherwise) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                Assertions.fail("after " + LIMIT + ": " + otherwise.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
