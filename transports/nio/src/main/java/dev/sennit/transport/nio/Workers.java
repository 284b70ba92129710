package dev.sennit.transport.nio;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for work that may block. They start as work comes and end soon after it stops coming. */
final class Workers implements Executor {
    private static final int MOST = 16;
    private static final Duration KEEP = Duration.ofMillis(200);

    private final ThreadPoolExecutor pool;

    Workers(String reactorName) {
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                MOST,
                MOST,
                KEEP.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                work -> new Thread(work, reactorName + "-worker-" + count.incrementAndGet()),
                (work, ended) -> {
                    throw new RejectedExecutionException(
                            "the reactor of " + reactorName + "'s workers has been shut down");
                });
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    void end() {
        pool.shutdown();
    }
}
