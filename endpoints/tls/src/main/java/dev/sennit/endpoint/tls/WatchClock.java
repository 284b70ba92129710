package dev.sennit.endpoint.tls;

import dev.sennit.transport.EventLoop;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A loop's clock, for one watch over files: its timer waits until a listener is open, and goes when that closes, so that it
 * keeps no reactor running by itself. From any thread.
 */
final class WatchClock implements Clock {
    private final EventLoop loop;
    // The loop's own.
    private @Nullable Wish latest;
    private boolean begun;
    private boolean ended;

    WatchClock(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    /** Sets the watch's one timer, in place of the one before. */
    @Override
    public Timer after(Duration delay, Runnable task) {
        Wish wish = new Wish(delay, task);
        onLoop(() -> {
            latest = wish;
            if (begun && !ended) {
                wish.start();
            }
        });
        return wish;
    }

    void begin() {
        onLoop(() -> {
            begun = true;
            if (latest != null && !ended) {
                latest.start();
            }
        });
    }

    void end() {
        onLoop(() -> {
            ended = true;
            if (latest != null) {
                latest.cancel();
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException over) {
            // The loop has ended, and its timers with it.
        }
    }

    /** A timer that is asked for; on the loop. */
    private final class Wish implements Timer {
        private final Duration delay;
        private final Runnable task;
        private @Nullable Timer timer;

        Wish(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        void start() {
            timer = loop.after(delay, task);
        }

        @Override
        public boolean cancel() {
            return timer != null && timer.cancel();
        }

        @Override
        public boolean restart(Duration other) {
            return timer != null && timer.restart(other);
        }

        @Override
        public boolean isActive() {
            return timer != null && timer.isActive();
        }
    }
}
