package dev.sennit.command;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Endpoints;
import dev.sennit.services.ServiceTypes;
import dev.sennit.transport.deferred.NonBlockingThread;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
}
