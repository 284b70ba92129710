package dev.sennit.transport.deferred;

import dev.sennit.transport.time.LoopClock;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/** A loop that runs when a test says so; outside of that the test's code counts as another thread. */
final class HandLoop implements LoopClock {
    private final ManualClock clock = new ManualClock();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean ended;

    @Override
    public boolean isCurrent() {
        return running;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("the loop has ended");
        }
        tasks.add(task);
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return clock.after(delay, task);
    }

    /** Runs the tasks that wait; returns how many there were. */
    int run() {
        int ran = 0;
        for (Runnable task = poll(); task != null; task = poll()) {
            runNow(task);
            ran++;
        }
        return ran;
    }

    /** Runs code that is on the loop. */
    void runNow(Runnable task) {
        running = true;
        try {
            task.run();
        } finally {
            running = false;
        }
    }

    void advance(Duration span) {
        runNow(() -> clock.advance(span));
    }

    int pendingTimers() {
        return clock.pendingTimers();
    }

    synchronized void end() {
        ended = true;
    }

    private synchronized Runnable poll() {
        return tasks.poll();
    }
}
