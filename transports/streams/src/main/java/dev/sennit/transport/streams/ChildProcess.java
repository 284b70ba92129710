package dev.sennit.transport.streams;

import dev.sennit.transport.EventLoop;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A child process whose standard streams are a connection.
 *
 * @param loop of the connection
 * @param exitTimeout how long the child may live on after {@link #end}, and once more after SIGTERM
 */
public record ChildProcess(Process process, EventLoop loop, Duration exitTimeout) {
    /** How long a program that has closed its output may take to end, until its exit status is given up. */
    private static final Duration EXIT_STATUS_TIMEOUT = Duration.ofSeconds(2);

    /**
     * Starts a command whose error output goes to this process's own, or nowhere.
     *
     * @throws IOException if the program cannot be started
     */
    public static ChildProcess start(List<String> command, boolean dropErrors, EventLoop loop, Duration exitTimeout)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(dropErrors ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ChildProcess(process, loop, exitTimeout);
    }

    /** Returns the child's streams, for a {@link StreamConnection} that ends the child when it closes. */
    public StreamEnds ends() {
        return new StreamEnds(process.getInputStream(), process.getOutputStream(), this::problem, this::end);
    }

    /**
     * Ends the child: closes its input, sends SIGTERM after {@link #exitTimeout}, and SIGKILL after that time again. Returns at
     * once. Until SIGKILL the child's output is read and dropped, so that a child that writes can finish.
     *
     * @param atOnce true to send SIGKILL now
     */
    public void end(boolean atOnce) {
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
        boolean ended = process.waitFor(EXIT_STATUS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
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
