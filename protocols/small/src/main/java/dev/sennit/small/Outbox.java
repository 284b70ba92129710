package dev.sennit.small;

import dev.sennit.transport.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Lines that wait for one member: a queue with a limit, which counts what it has no place for. For any thread. */
final class Outbox {
    private final int limitLines;
    private final Deque<Bytes> lines = new ArrayDeque<>();
    private int missed;

    Outbox(int limitLines) {
        this.limitLines = limitLines;
    }

    /** Adds a line, or counts it as missed; once one is missed, all are, until the reader has been told. */
    synchronized void offer(Bytes line) {
        if (missed > 0 || lines.size() == limitLines) {
            missed++;
        } else {
            lines.add(line);
        }
    }

    /** Removes and returns the next line: the oldest, or after the last how many were missed. */
    synchronized Optional<Bytes> next() {
        if (lines.isEmpty() && missed > 0) {
            Bytes note = TextLines.line("(" + missed + (missed == 1 ? " line" : " lines") + " missed)");
            missed = 0;
            return Optional.of(note);
        }
        return Optional.ofNullable(lines.poll());
    }
}
