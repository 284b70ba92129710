package dev.sennit.services;

import dev.sennit.transport.deferred.Deferred;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Keeps a service's starts and stops in turn. */
final class Turns {
    /** Where a service is. */
    private enum Phase {
        STOPPED,
        STARTING,
        RUNNING,
        STOPPING
    }

    private final String name;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STOPPED);

    Turns(String name) {
        this.name = name;
    }

    /** Runs a start, if it is its turn. */
    <T> Deferred<T> start(Supplier<Deferred<T>> start) {
        move(Phase.STOPPED, Phase.STARTING);
        return called(start)
                .whenComplete((none, failure) -> phase.set(failure == null ? Phase.RUNNING : Phase.STOPPED));
    }

    /** Runs a stop if the service runs; else answers {@code nothing}. */
    <T> Deferred<T> stop(Supplier<Deferred<T>> stop, T nothing) {
        if (phase.get() == Phase.STOPPED) {
            return Deferred.of(nothing);
        }
        move(Phase.RUNNING, Phase.STOPPING);
        return called(stop).whenComplete((none, failure) -> phase.set(Phase.STOPPED));
    }

    /** Calls what answers with a Deferred; what it throws becomes the failure. */
    static <T> Deferred<T> called(Supplier<Deferred<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error failure) {
            return Deferred.failed(failure);
        }
    }

    private void move(Phase from, Phase to) {
        Phase seen = phase.compareAndExchange(from, to);
        if (seen != from) {
            throw new IllegalStateException("service " + name + " is " + word(seen) + ", not " + word(from));
        }
    }

    private static String word(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
