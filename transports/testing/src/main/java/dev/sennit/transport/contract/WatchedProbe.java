package dev.sennit.transport.contract;

import dev.sennit.transport.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a protocol notes that watches over the rules. What it answers about itself may be asked from any thread. */
abstract class WatchedProbe {
    final Witness witness;
    final List<String> events = new ArrayList<>();

    @Nullable
    CloseReason reason;

    boolean inCallback;
    boolean inCall;
    boolean pausedByMarks;
    boolean silent;

    WatchedProbe(Witness witness) {
        this.witness = witness;
    }

    /** Returns what it has heard so far. */
    public final List<String> events() {
        return guarded(() -> List.copyOf(events));
    }

    /** Returns whether it has heard something. */
    public final boolean heard(String event) {
        return events().contains(event);
    }

    /** Returns how often it has heard something. */
    public final long times(String event) {
        return events().stream().filter(event::equals).count();
    }

    /** Returns why its connection or its socket has ended. */
    public final CloseReason reason() {
        return guarded(() -> Optional.ofNullable(reason))
                .orElseThrow(() -> new AssertionError("there is no end yet; heard so far: " + events()));
    }

    /** Returns what only the loop's thread writes. */
    final <T> T guarded(Supplier<T> value) {
        synchronized (witness) {
            return value.get();
        }
    }
}
