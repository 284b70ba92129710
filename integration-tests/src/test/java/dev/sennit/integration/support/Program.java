package dev.sennit.integration.support;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running program, spoken to by lines. What it says on standard output is waited for; what it says on standard error is
 * kept for messages. Closing ends it, and its children, if it still runs.
 */
public final class Program implements AutoCloseable {
    /** How long a line or an end is waited for; far more than is ever needed. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String END = "\0end";

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Thread errorReader;

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
        reader("out", () -> forEachLine(process.inputReader(), lines::add, () -> lines.add(END)));
        errorReader = reader("err", () -> forEachLine(process.errorReader(), errors::add, () -> {}));
    }

    /** Starts a program. */
    public static Program start(List<String> command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    /** Starts a program with more said about it. */
    public static Program start(ProcessBuilder builder) throws IOException {
        return new Program(builder.command().get(0), builder.start());
    }

    /** Waits for the next line. */
    public String line() {
        String line = next();
        return line.equals(END) ? fail(name + " ended; it had said on standard error: " + errors) : line;
    }

    /** Waits for the next line that begins like this, and returns the rest of it. */
    public String lineAfter(String prefix) {
        String line = line();
        while (!line.startsWith(prefix)) {
            line = line();
        }
        return line.substring(prefix.length());
    }

    /** Waits for the next line that begins like this, and returns the number of the port that the line ends with. */
    public int portAfter(String prefix) {
        String rest = lineAfter(prefix);
        return Integer.parseInt(rest.substring(rest.lastIndexOf(':') + 1));
    }

    /** Waits for its end, and returns the lines that it said since the last one taken. */
    public List<String> restOfLines() {
        List<String> rest = new ArrayList<>();
        for (String line = next(); !line.equals(END); line = next()) {
            rest.add(line);
        }
        return rest;
    }

    /** Says a line to it. */
    public void say(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Ends its standard input. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for its end. */
    public int exitCode() {
        if (!endsWithin(LIMIT)) {
            fail(name + " still runs after " + LIMIT + "; standard error: " + errors);
        }
        return process.exitValue();
    }

    /** Waits for its end, but no longer than this. */
    public boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            return fail(interrupted);
        }
    }

    /** What it said on standard error; all of it, once it has ended. */
    public String errors() {
        try {
            if (!process.isAlive()) {
                errorReader.join(LIMIT.toMillis());
            }
        } catch (InterruptedException interrupted) {
            return fail(interrupted);
        }
        return String.join("\n", errors);
    }

    /** Returns the number of its process. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as {@code kill} does; what it says meanwhile is still read. */
    public void terminate() {
        // Process.destroy would close its streams as well.
        process.toHandle().destroy();
    }

    /** Kills it at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    private String next() {
        try {
            String line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return line != null ? line : fail(name + " said nothing for " + LIMIT + "; standard error: " + errors);
        } catch (InterruptedException interrupted) {
            return fail(interrupted);
        }
    }

    private Thread reader(String stream, Runnable work) {
        Thread thread = new Thread(work, name + "-" + stream);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void forEachLine(BufferedReader reader, Consumer<String> action, Runnable end) {
        try (reader) {
            reader.lines().forEach(action);
        } catch (IOException | UncheckedIOException ended) {
            // A killed program's streams may break off; what it said before counts.
        }
        end.run();
    }
}
