package dev.sennit.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Counts a process's system calls with strace, which slows it down many times over: for runs of their own only. */
final class SystemCalls implements AutoCloseable {
    private final Path summary = Files.createTempFile("system-calls", ".txt");
    private final Process strace;

    private SystemCalls(long pid) throws IOException {
        strace = new ProcessBuilder("strace", "-f", "-c", "-o", summary.toString(), "-p", Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        // Its first line says that it has attached, or why it has not.
        if (strace.inputReader().readLine() == null) {
            throw new IOException("strace ended without a word, asked to attach to process " + pid);
        }
    }

    /** Whether this machine has what it takes. */
    static boolean arePossible() {
        try {
            Process version = new ProcessBuilder(List.of("strace", "-V"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.onExit().join().exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    static SystemCalls of(Companion server) throws IOException {
        return new SystemCalls(server.pid());
    }

    /** Stops counting; answers the calls of all threads since it began, or nothing where the system forbids to look. */
    OptionalLong stop() throws IOException {
        strace.destroy();
        strace.onExit().join();
        for (String line : Files.readAllLines(summary)) {
            // The last line: 100.00, seconds, microseconds each, calls, perhaps errors, "total".
            if (line.endsWith("total")) {
                return OptionalLong.of(Long.parseLong(line.strip().split(" +", -1)[3]));
            }
        }
        return OptionalLong.empty();
    }

    @Override
    public void close() throws IOException {
        strace.destroy();
        Files.delete(summary);
    }
}
