package dev.sennit.endpoint.tls;

import java.util.ArrayList;
import java.util.List;

/** The watches over a listener's files: from when it is open until it is closed. For one thread at a time. */
final class Watches {
    private final List<Runnable> ends = new ArrayList<>();
    private final List<WatchClock> clocks = new ArrayList<>();

    /** Takes one up that has set its timer on this clock, which is its own. */
    void add(WatchClock clock, Runnable end) {
        clocks.add(clock);
        ends.add(end);
    }

    void begin() {
        clocks.forEach(WatchClock::begin);
    }

    void end() {
        ends.forEach(Runnable::run);
        clocks.forEach(WatchClock::end);
    }
}
