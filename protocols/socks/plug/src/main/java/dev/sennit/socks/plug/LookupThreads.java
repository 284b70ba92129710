package dev.sennit.socks.plug;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for looking up names that clients choose, so that names whose servers do not answer delay no other work. They
 * start as names come, end soon after, and do not keep the process running.
 */
final class LookupThreads implements Executor {
    private static final long KEEP_SECONDS = 5;

    private final ThreadPoolExecutor pool;

    /** Makes an executor with this many threads at most, 1 or more. */
    LookupThreads(int most) {
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(most, most, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "sennit-socks-lookup-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }
}
