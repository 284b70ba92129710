package dev.sennit.transport.nio;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Keeps what ends the threads of loops from standard error while a test breaks loops. */
final class QuietEnds implements AutoCloseable {
    private final @Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    final Queue<Throwable> heard = new ConcurrentLinkedQueue<>();

    QuietEnds() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (thread instanceof LoopGroup.LoopThread) {
                heard.add(failure);
            } else if (before != null) {
                before.uncaughtException(thread, failure);
            }
        });
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
