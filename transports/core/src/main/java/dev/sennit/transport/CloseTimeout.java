package dev.sennit.transport;

import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a closed carrier waits for, and how long: that the peer takes what is left to send, and then that it ends its own
 * side. For those who write transports; for the loop.
 */
public final class CloseTimeout {
    private final Clock clock;
    private final Duration limit;
    private @Nullable Timer timer;

    private CloseTimeout(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /** Runs the task if the peer has not ended its side within the limit. */
    public static CloseTimeout untilEnded(Clock clock, Duration limit, Runnable overdue) {
        CloseTimeout timeout = new CloseTimeout(clock, limit);
        timeout.timer = clock.after(limit, overdue);
        return timeout;
    }

    /**
     * Waits as long as the peer takes anything at all within each span of the limit.
     *
     * @param life counts what was sent
     * @param unsentBytes how many are left
     * @param overdue is told, once, when a span has passed in which the peer took nothing
     */
    public static CloseTimeout untilSent(
            Clock clock,
            Duration limit,
            CarrierLife life,
            LongSupplier unsentBytes,
            Consumer<? super ConnectionBrokenException> overdue) {
        return untilSent(
                clock, limit, life::bytesSent, () -> "the last " + unsentBytes.getAsLong() + " bytes", overdue);
    }

    /** Does so for what does not know how many are left: {@code rest} says in words what it is. */
    static CloseTimeout untilSent(
            Clock clock,
            Duration limit,
            LongSupplier sentBytes,
            Supplier<String> rest,
            Consumer<? super ConnectionBrokenException> overdue) {
        CloseTimeout timeout = new CloseTimeout(clock, limit);
        timeout.watch(sentBytes, rest, overdue);
        return timeout;
    }

    /** Waits no more. Repeating it is harmless. */
    public void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void watch(
            LongSupplier sentBytes, Supplier<String> rest, Consumer<? super ConnectionBrokenException> overdue) {
        long sentBefore = sentBytes.getAsLong();
        timer = clock.after(limit, () -> {
            if (sentBytes.getAsLong() == sentBefore) {
                overdue.accept(new ConnectionBrokenException(
                        "after close() the peer took nothing of " + rest.get() + " for " + limit.toSeconds() + " s",
                        null));
            } else {
                watch(sentBytes, rest, overdue);
            }
        });
    }
}
