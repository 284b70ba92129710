package dev.sennit.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that answers each line with a line, and what {@code /proc} tells of it. */
final class Companion implements AutoCloseable {
    /** The kernel counts a process's time to user space in hundredths of a second, on every architecture of today. */
    private static final long MICROS_PER_TICK = 10_000;

    private final Process process;
    private final BufferedReader answers;

    private Companion(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Companion start(List<String> command) throws IOException {
        return new Companion(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** Says a line and waits for the answer. */
    String ask(String question) throws IOException {
        process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return hear(question);
    }

    /** Waits for the next line. */
    String hear(String what) throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("process " + pid() + " ended instead of answering '" + what + "'");
        }
        return answer;
    }

    /** Processor time so far, in user space and in the system. */
    CpuTime cpuTime() throws IOException {
        String stat = Files.readString(proc("stat"));
        // The name of the program, in brackets, may itself hold blanks. After it: state is field 3, utime 14, stime 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new CpuTime(Long.parseLong(fields[11]) * MICROS_PER_TICK, Long.parseLong(fields[12]) * MICROS_PER_TICK);
    }

    /** LoopMember memory in KiB. */
    long residentKibibytes() throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS in " + proc("status"));
    }

    /** Ends the process and waits for that. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
        process.onExit().join();
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid()), file);
    }

    /** Processor time in microseconds. */
    record CpuTime(long userMicros, long systemMicros) {
        CpuTime minus(CpuTime earlier) {
            return new CpuTime(userMicros - earlier.userMicros, systemMicros - earlier.systemMicros);
        }

        long sumMicros() {
            return userMicros + systemMicros;
        }
    }
}
