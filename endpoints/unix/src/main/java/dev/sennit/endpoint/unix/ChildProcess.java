package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.unix.stream.StreamEnds;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A child whose standard streams are a connection.
 *
 * @param loop of the connection
 * @param exitTimeout how long it may live on after {@link #end}, and once more after it was asked to end
 */
record ChildProcess(Process process, EventLoop loop, Duration exitTimeout) {
    /** Long enough for a program that has closed its output to leave its number behind. */
    private static final Duration EXIT_EXIT_TIMEOUT = Duration.ofSeconds(2);

    static ChildProcess start(List<String> command, boolean dropErrors, EventLoop loop, Duration exitTimeout)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(dropErrors ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ChildProcess(process, loop, exitTimeout);
    }

    StreamEnds ends() {
        return new StreamEnds(process.getInputStream(), process.getOutputStream(), this::problem, this::end);
    }

    /**
     * Has it end: by the end of its input, then by SIGTERM, then by SIGKILL; or by that at once. Does not wait. Until
     * SIGKILL the child can write all that it has to, which is read and dropped.
     */
    void end(boolean atOnce) {
        if (atOnce) {
            kill();
            return;
        }
        Thread ending = new Thread(this::closeInputAndDropOutput, "sennit-end-" + process.pid());
        ending.setDaemon(true);
        try {
            ending.start();
        } catch (OutOfMemoryError noThread) {
            kill();
            return;
        }
        unlessEnded(() -> {
            // Process.destroy would close the pipes as well: the child's last writes would fail.
            process.toHandle().destroy();
            unlessEnded(this::kill);
        });
    }

    /** Does it after a time if the child still lives then. */
    private void unlessEnded(Runnable action) {
        try {
            loop.execute(() -> {
                Timer timer = loop.after(exitTimeout, action);
                var unused = process.onExit().thenRun(() -> cancel(timer));
            });
        } catch (RejectedExecutionException noClock) {
            kill();
        }
    }

    private void cancel(Timer timer) {
        try {
            loop.execute(timer::cancel);
        } catch (RejectedExecutionException ended) {
            // The loop took its timers along.
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** What the program's own report of how it ended says. */
    private String problem() throws InterruptedException {
        boolean ended = process.waitFor(EXIT_EXIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended || process.exitValue() == 0) {
            return "";
        }
        int status = process.exitValue();
        return status > 128
                ? "the program was ended by signal " + (status - 128)
                : "the program ended with status " + status;
    }

    /** On a thread of its own: a child that does not read, or does not write, is waited for. */
    private void closeInputAndDropOutput() {
        try {
            process.getOutputStream().close();
        } catch (IOException goneAlready) {
            // The child had closed its end.
        }
        try {
            // A child whose output nobody reads could not finish what it writes.
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // It was killed.
        }
    }
}
