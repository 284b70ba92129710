package dev.sennit.endpoint.tls;

import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A listener whose files are watched as long as it accepts. */
record WatchedListener(Listener below, Watches watches) implements Listener {
    WatchedListener {
        watches.begin();
    }

    @Override
    public Address address() {
        return below.address();
    }

    @Override
    public int connections() {
        return below.connections();
    }

    @Override
    public Deferred<Void> close() {
        watches.end();
        return below.close();
    }

    @Override
    public Deferred<DrainReport> drain(Duration deadline) {
        watches.end();
        return below.drain(deadline);
    }

    /** The watches over a listener's files: they run from the listener's opening to its close. For one thread at a time. */
    static final class Watches {
        private final EventLoop loop;
        private final List<Runnable> ends = new ArrayList<>();
        private final List<WatchClock> clocks = new ArrayList<>();

        Watches(EventLoop loop) {
            this.loop = loop;
        }

        /** Returns a clock for one watch, which has one timer at a time. */
        Clock newClock() {
            WatchClock clock = new WatchClock(loop);
            clocks.add(clock);
            return clock;
        }

        /** Adds what ends a watch. */
        void onEnd(Runnable end) {
            ends.add(end);
        }

        private void begin() {
            clocks.forEach(WatchClock::begin);
        }

        private void end() {
            ends.forEach(Runnable::run);
            clocks.forEach(WatchClock::end);
        }
    }

    /**
     * A loop's clock for one watch over files. Its timer is set when the listener opens and cancelled when the listener closes, so
     * that it keeps no reactor running by itself. From any thread.
     */
    private static final class WatchClock implements Clock {
        private final EventLoop loop;
        // Used on the loop alone.
        private @Nullable DelayedTimer latest;
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
            DelayedTimer timer = new DelayedTimer(delay, task);
            onLoop(() -> {
                latest = timer;
                if (begun && !ended) {
                    timer.start(loop);
                }
            });
            return timer;
        }

        void begin() {
            onLoop(() -> {
                begun = true;
                if (latest != null && !ended) {
                    latest.start(loop);
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
    }

    /** A timer that starts when the listener opens. Used on the loop alone. */
    private static final class DelayedTimer implements Timer {
        private final Duration delay;
        private final Runnable task;
        private @Nullable Timer timer;

        DelayedTimer(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        void start(EventLoop loop) {
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
