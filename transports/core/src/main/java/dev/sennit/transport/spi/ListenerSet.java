package dev.sennit.transport.spi;

import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ForwardingFactory;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Several listeners that share one factory, whose {@code start} and {@code stop} run once for all of them. All
 * methods may be called from any thread.
 *
 * @param listeners in the order in which they were asked for
 */
public record ListenerSet(List<Listener> listeners) {
    /** Keeps its own copy of the list. */
    public ListenerSet {
        listeners = List.copyOf(listeners);
    }

    /**
     * Opens them all, or none: if one fails, or the answer is cancelled, the others are closed again, also those that open
     * later; then the answer fails with that.
     *
     * @param doors each opens one listener with the factory it is given
     */
    public static <P extends Protocol> Deferred<ListenerSet> open(
            ProtocolFactory<P> factory, List<Function<ProtocolFactory<P>, Deferred<Listener>>> doors) {
        SharedFactory<P> shared = new SharedFactory<>(factory);
        // Held while they open, so that one that fails early does not stop the factory under the next.
        return Deferred.done().thenCompose(none -> shared.start()).thenCompose(none -> openDoors(shared, doors));
    }

    private static <P extends Protocol> Deferred<ListenerSet> openDoors(
            SharedFactory<P> shared, List<Function<ProtocolFactory<P>, Deferred<Listener>>> doors) {
        List<Deferred<Listener>> opening = new ArrayList<>();
        try {
            doors.forEach(door -> opening.add(door.apply(shared)));
        } catch (RuntimeException | Error failure) {
            opening.add(Deferred.failed(failure));
        }
        return Deferred.settled(opening)
                .thenCompose(ListenerSet::allOpen)
                .exceptionallyCompose(failure -> closeAll(opening).thenCompose(none -> Deferred.failed(failure)))
                .whenComplete((set, failure) -> shared.stop());
    }

    private static Deferred<ListenerSet> allOpen(List<Outcome<Listener>> outcomes) {
        List<Listener> open = new ArrayList<>();
        for (Outcome<Listener> outcome : outcomes) {
            if (outcome instanceof Outcome.Failure<Listener> failure) {
                return Deferred.failed(failure.cause());
            } else if (outcome instanceof Outcome.Success<Listener> success) {
                open.add(success.value());
            }
        }
        return Deferred.of(new ListenerSet(open));
    }

    private static Deferred<List<Outcome<Void>>> closeAll(List<Deferred<Listener>> opening) {
        return Deferred.settled(opening.stream()
                .map(listener -> listener.thenCompose(Listener::close))
                .toList());
    }

    /** Closes each; done when all addresses are free again. */
    public Deferred<Void> close() {
        return Deferred.all(listeners.stream().map(Listener::close).toList()).thenApply(none -> null);
    }

    /** Drains each at once, within the same deadline; the reports are joined. */
    public Deferred<DrainReport> drain(Duration deadline) {
        return Deferred.all(listeners.stream()
                        .map(listener -> listener.drain(deadline))
                        .toList())
                .thenApply(reports -> new DrainReport(
                        reports.stream().mapToInt(DrainReport::endedInTime).sum(),
                        reports.stream()
                                .flatMap(report -> report.cutOff().stream())
                                .toList()));
    }

    /** Counts the listeners that use a factory. */
    private static final class SharedFactory<P extends Protocol> extends ForwardingFactory<P> {
        private final AtomicInteger users = new AtomicInteger();

        SharedFactory(ProtocolFactory<P> factory) {
            super(factory);
        }

        @Override
        public Deferred<Void> start() {
            return users.getAndIncrement() == 0 ? super.start() : Deferred.done();
        }

        @Override
        public Deferred<Void> stop() {
            return users.decrementAndGet() == 0 ? super.stop() : Deferred.done();
        }
    }
}
