package dev.sennit.command;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Endpoints;
import dev.sennit.services.ServiceTypes;
import dev.sennit.transport.deferred.NonBlockingThread;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Starts the {@code sennit} command as a process. */
public final class Main {
    /** How long the process waits at its end for standard error to take the last messages. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        BackgroundOutput messages = new BackgroundOutput(new FileOutputStream(FileDescriptor.err));
        PrintWriter errors = World.text(messages);
        LastResort lastResort = new LastResort(messages, errors, Runtime.getRuntime()::halt);
        Thread.setDefaultUncaughtExceptionHandler(lastResort);
        World world = new World(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                out,
                World.text(out),
                errors,
                () -> watched(Endpoints.context(), lastResort),
                ServiceTypes::installed,
                new ProcessSignals(),
                verbose -> LogOutput.show(errors, verbose),
                code -> {
                    messages.awaitWritten(TIMEOUT);
                    Runtime.getRuntime().halt(code);
                });
        int code = Sennit.run(world, arguments);
        world.terminal().flush();
        errors.flush();
        messages.awaitWritten(TIMEOUT);
        System.exit(lastResort.isEnding() ? LastResort.EXIT_CODE : code);
    }

    private static EndpointContext watched(EndpointContext context, LastResort lastResort) {
        context.reactor().ended().whenComplete((none, failure) -> {
            if (failure != null) {
                lastResort.end(failure);
            }
        });
        return context;
    }

    /**
     * Ends the process when a loop broke or the memory is exhausted: whoever started it can start it again, while a process
     * that has lost part of its connections and listeners would go on unnoticed. Its thread and texts are made at the start,
     * since later there may be no memory for either.
     */
    static final class LastResort implements Thread.UncaughtExceptionHandler {
        /** The exit code: that of HotSpot's {@code -XX:+ExitOnOutOfMemoryError} too. */
        static final int EXIT_CODE = 3;

        private static final Duration TIMEOUT = Duration.ofSeconds(3);
        private static final byte[] OUT_OF_MEMORY =
                "sennit: error: out of memory; the process ends\n".getBytes(StandardCharsets.UTF_8);
        private static final byte[] BROKEN =
                "sennit: error: an event loop broke; the process ends\n".getBytes(StandardCharsets.UTF_8);

        private final BackgroundOutput output;
        private final PrintWriter errors;
        private final IntConsumer halt;
        private final Thread thread;
        private volatile byte @Nullable [] words;

        /**
         * Makes one that waits.
         *
         * @param errors text for {@code output}
         * @param halt ends the process at once with an exit code
         */
        LastResort(BackgroundOutput output, PrintWriter errors, IntConsumer halt) {
            this.output = output;
            this.errors = errors;
            this.halt = halt;
            this.thread = new Thread(this::await, "sennit-last-resort");
            thread.setDaemon(true);
            thread.start();
        }

        /** Ends the process soon, because of this failure. Takes no memory; any thread. */
        void end(Throwable why) {
            words = why instanceof OutOfMemoryError ? OUT_OF_MEMORY : BROKEN;
            LockSupport.unpark(thread);
        }

        /** Whether the process is to end. */
        boolean isEnding() {
            return words != null;
        }

        /** Hears of loops of any reactor, and of threads that ran out of memory; of another thread's end it writes a line. */
        @Override
        public void uncaughtException(Thread ended, Throwable failure) {
            if (ended instanceof NonBlockingThread || failure instanceof OutOfMemoryError) {
                end(failure);
            } else {
                errors.println("sennit: error: the thread " + ended.getName() + " ended: " + Mistakes.explain(failure));
            }
        }

        private void await() {
            byte[] known = words;
            while (known == null) {
                LockSupport.park(this);
                known = words;
            }
            try {
                output.lastWords(known, TIMEOUT);
            } finally {
                halt.accept(EXIT_CODE);
            }
        }
    }

    /**
     * A stream for messages whose writers never wait: a bounded queue, which a daemon thread writes to the stream below. A
     * message ends with {@link #flush}. A message that finds no room is dropped and counted; the count is written as soon as
     * there is room again. Any thread.
     */
    static final class BackgroundOutput extends OutputStream {
        static final int QUEUE_BYTES = 256 * 1024;

        private static final long UNTIL_LAST_WORDS = -1;
        private static final byte[] NOTHING = {};

        private final OutputStream to;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private final Queue<byte[]> queue = new ArrayDeque<>();
        private int queuedBytes;
        private long dropped;
        /** The text that the thread writes; its own. */
        private byte[] current = NOTHING;

        private boolean currentIsLast;
        private boolean currentIsQueued;

        /** Counts the messages that the queue has taken. */
        private long added;
        /** Counts the messages of the queue that were written, or failed to be. */
        private long written;

        private byte @Nullable [] lastWords;
        private boolean saidLastWords;

        /** Makes one on a stream; its thread runs until the process ends. */
        BackgroundOutput(OutputStream to) {
            this.to = to;
            Thread thread = new Thread(this::writeForEver, "sennit-messages");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public synchronized void write(int octet) {
            message.write(octet);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            message.write(bytes, offset, length);
        }

        /** Ends the message. */
        @Override
        public synchronized void flush() {
            if (message.size() == 0) {
                return;
            }
            try {
                if (queuedBytes + message.size() > QUEUE_BYTES) {
                    dropped++;
                } else {
                    queue.add(message.toByteArray());
                    queuedBytes += message.size();
                    added++;
                    notifyAll();
                }
            } finally {
                message.reset();
            }
        }

        /**
         * Waits until the messages of this moment are written; those that come meanwhile are not waited for.
         *
         * @param timeout how long to wait at the most
         */
        synchronized void awaitWritten(Duration timeout) {
            await(added, timeout);
        }

        /** Has a message written next, whatever else waits, and waits for that one; takes no memory. */
        synchronized void lastWords(byte[] words, Duration timeout) {
            lastWords = words;
            saidLastWords = false;
            notifyAll();
            await(UNTIL_LAST_WORDS, timeout);
        }

        /** Waits until so many messages were written since the start, or for the last words. */
        private synchronized void await(long goal, Duration timeout) {
            long since = System.nanoTime();
            while (goal == UNTIL_LAST_WORDS ? !saidLastWords : written < goal || dropped > 0) {
                long left = timeout.toNanos() - (System.nanoTime() - since);
                if (left <= 0) {
                    return;
                }
                try {
                    wait(left / 1_000_000 + 1);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private boolean isIdle() {
            return lastWords == null && dropped == 0 && queue.isEmpty();
        }

        private void writeForEver() {
            while (true) {
                try {
                    takeNext();
                    to.write(current);
                    to.flush();
                } catch (IOException | RuntimeException | Error lost) {
                    // Nobody reads it, or there is no memory for the moment. The next may have more luck.
                }
                written();
            }
        }

        /** Waits for the next text, and makes it the current one. */
        private synchronized void takeNext() {
            while (isIdle()) {
                try {
                    wait();
                } catch (InterruptedException notForUs) {
                    // The thread ends with the process.
                }
            }
            byte[] words = lastWords;
            if (words != null) {
                lastWords = null;
                current = words;
                currentIsLast = true;
            } else if (dropped > 0) {
                long count = dropped;
                dropped = 0;
                current = NOTHING;
                current = lossOf(count);
            } else {
                current = queue.remove();
                queuedBytes -= current.length;
                currentIsQueued = true;
            }
        }

        private static byte[] lossOf(long count) {
            String subject = count == 1 ? "1 message was" : count + " messages were";
            return ("sennit: warning: " + subject + " lost, since standard error did not take them in time\n")
                    .getBytes(StandardCharsets.UTF_8);
        }

        private synchronized void written() {
            saidLastWords |= currentIsLast;
            written += currentIsQueued ? 1 : 0;
            currentIsLast = false;
            currentIsQueued = false;
            notifyAll();
        }
    }
}
