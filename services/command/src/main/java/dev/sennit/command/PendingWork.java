package dev.sennit.command;

import java.util.concurrent.Executor;

/** Passes work on to an executor, and knows when all of it is done. */
final class PendingWork implements Executor {
    private final Executor workers;
    private int pending;

    PendingWork(Executor workers) {
        this.workers = workers;
    }

    @Override
    public void execute(Runnable work) {
        count(1);
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } finally {
                    count(-1);
                }
            });
        } catch (RuntimeException | Error refused) {
            // Also for want of a thread: who waits for the end would wait for ever.
            count(-1);
            throw refused;
        }
    }

    /** Waits until no work is pending. */
    synchronized void awaitEnd() throws InterruptedException {
        while (pending > 0) {
            wait();
        }
    }

    private synchronized void count(int change) {
        pending += change;
        notifyAll();
    }
}
