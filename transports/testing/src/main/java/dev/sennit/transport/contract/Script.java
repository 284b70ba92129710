package dev.sennit.transport.contract;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.bytes.Bytes;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a {@link Probe} does in each callback; by default what {@link dev.sennit.transport.Protocol} does. */
public final class Script {
    Consumer<Probe> made = probe -> {};
    BiConsumer<Probe, Bytes> data = (probe, bytes) -> {};
    Predicate<Probe> inputEnded = probe -> false;
    Predicate<Probe> paused = probe -> false;
    Consumer<Probe> resumed = probe -> {};
    Predicate<Probe> drain = probe -> false;
    BiConsumer<Probe, CloseReason> lost = (probe, reason) -> {};

    /** A script that does nothing of its own. */
    public static Script idle() {
        return new Script();
    }

    /** Writes back what comes. */
    public static Script echo() {
        return idle().onData(Probe::write);
    }

    /** Goes on writing after the peer has ended. */
    public static Script staysOpen() {
        return idle().onInputEnded(probe -> true);
    }

    /** Stops reading at each delivery, and goes on in the next turn of the loop. */
    static Script stopAndGo() {
        return idle().onData((probe, bytes) -> {
            probe.pause();
            probe.transport().loop().execute(probe::resume);
        });
    }

    public Script onMade(Consumer<Probe> action) {
        made = action;
        return this;
    }

    public Script onData(BiConsumer<Probe, Bytes> action) {
        data = action;
        return this;
    }

    public Script onInputEnded(Predicate<Probe> action) {
        inputEnded = action;
        return this;
    }

    public Script onPaused(Predicate<Probe> action) {
        paused = action;
        return this;
    }

    public Script onResumed(Consumer<Probe> action) {
        resumed = action;
        return this;
    }

    public Script onDrain(Predicate<Probe> action) {
        drain = action;
        return this;
    }

    public Script onLost(BiConsumer<Probe, CloseReason> action) {
        lost = action;
        return this;
    }
}
