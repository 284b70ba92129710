package dev.sennit.transport.nio;

import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A loop's timer in the hands of another thread. */
final class RemoteTimer implements Timer {
    private final NioLoop loop;
    private final AtomicBoolean active = new AtomicBoolean(true);
    private @Nullable Timer real; // touched on the loop only

    RemoteTimer(NioLoop loop, Duration delay, Runnable task) {
        this.loop = loop;
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is " + delay + ", wanted zero or more");
        }
        long set = System.nanoTime();
        loop.execute(() -> {
            Duration left = delay.minusNanos(System.nanoTime() - set);
            real = loop.after(left.isNegative() ? Duration.ZERO : left, () -> {
                if (active.compareAndSet(true, false)) {
                    task.run();
                }
            });
        });
    }

    @Override
    public boolean cancel() {
        if (!active.compareAndSet(true, false)) {
            return false;
        }
        later(Timer::cancel);
        return true;
    }

    @Override
    public boolean restart(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is " + delay + ", wanted zero or more");
        }
        if (!active.get()) {
            return false;
        }
        later(timer -> timer.restart(delay));
        return true;
    }

    @Override
    public boolean isActive() {
        return active.get();
    }

    private void later(java.util.function.Consumer<Timer> change) {
        try {
            loop.execute(() -> {
                if (real != null) {
                    change.accept(real);
                }
            });
        } catch (RejectedExecutionException loopEnded) {
            // Its timers ended with it.
        }
    }
}
