package dev.sennit.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** What happened in a network, latest events only: enough to see how a failure came about. */
final class Trace {
    private static final int KEPT_EVENTS = 10_000;

    private final long seed;
    private final LongSupplier nanoTime;
    private final Deque<Event> events = new ArrayDeque<>();
    private long forgotten;

    Trace(long seed, LongSupplier nanoTime) {
        this.seed = seed;
        this.nanoTime = nanoTime;
    }

    void add(Object who, String what) {
        if (events.size() == KEPT_EVENTS) {
            events.removeFirst();
            forgotten++;
        }
        events.add(new Event(nanoTime.getAsLong(), who, what));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed ").append(seed).append('\n');
        if (forgotten > 0) {
            text.append("... ").append(forgotten).append(" earlier events\n");
        }
        events.forEach(event -> text.append("%12.6f s  %s  %s%n"
                .formatted(event.nanos() / 1e9, event.who(), event.what())
                .replace("\r", "")));
        return text.toString();
    }

    private record Event(long nanos, Object who, String what) {}
}
