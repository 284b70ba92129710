package dev.sennit.command;

import dev.sennit.command.Signals.StopSignal;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells a request to stop from a deliberate second one. A signal that comes within a second of the first is a copy of it:
 * a process group and its leader, {@code timeout}, or {@code tini -g} send one request twice. Any thread.
 */
final class StopRequests implements Consumer<StopSignal> {
    /** How long after the first signal others are taken for copies of it. */
    static final Duration COPIES = Duration.ofSeconds(1);

    private final Consumer<StopSignal> stop;
    private final Consumer<StopSignal> abort;
    private boolean stopping;
    private long firstNanos;

    /**
     * Makes one that has heard of no signal.
     *
     * @param stop called once, by the first signal
     * @param abort called by each deliberate signal after it
     */
    StopRequests(Consumer<StopSignal> stop, Consumer<StopSignal> abort) {
        this.stop = stop;
        this.abort = abort;
    }

    @Override
    public void accept(StopSignal signal) {
        if (isFirst(signal)) {
            stop.accept(signal);
        } else if (signal.atNanos() - firstNanos >= COPIES.toNanos()) {
            abort.accept(signal);
        }
    }

    private synchronized boolean isFirst(StopSignal signal) {
        if (stopping) {
            return false;
        }
        stopping = true;
        firstNanos = signal.atNanos();
        return true;
    }
}
