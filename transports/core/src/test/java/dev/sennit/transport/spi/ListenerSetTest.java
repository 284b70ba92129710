package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A set of listeners opens whole or not at all, however the opening comes to nothing. */
class ListenerSetTest {
    private static final class FakeListener implements Listener {
        private final String name;
        private boolean closed;

        private FakeListener(String name) {
            this.name = name;
        }

        @Override
        public Address address() {
            return new MemoryAddress(name);
        }

        @Override
        public int connections() {
            return 0;
        }

        @Override
        public Deferred<Void> close() {
            closed = true;
            return Deferred.done();
        }

        @Override
        public Deferred<DrainReport> drain(Duration deadline) {
            return Deferred.of(new DrainReport(0, List.of()));
        }
    }

    private static final class Hooks implements ProtocolFactory<Protocol> {
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger stopped = new AtomicInteger();

        @Override
        public Protocol protocolFor(Transport transport) {
            return new Refusal("nobody connects here");
        }

        @Override
        public Deferred<Void> start() {
            started.incrementAndGet();
            return Deferred.done();
        }

        @Override
        public Deferred<Void> stop() {
            stopped.incrementAndGet();
            return Deferred.done();
        }
    }

    private final Hooks hooks = new Hooks();
    private final FakeListener first = new FakeListener("first");
    private final FakeListener second = new FakeListener("second");
    private final Deferred.Source<Listener> opening = new Deferred.Source<>();

    private Deferred<ListenerSet> open(List<Function<ProtocolFactory<Protocol>, Deferred<Listener>>> listeners) {
        return ListenerSet.open(hooks, listeners);
    }

    private void assertNothingIsLeft() {
        assertTrue(first.closed, "the first stayed open");
        assertEquals(1, hooks.started.get());
        assertEquals(1, hooks.stopped.get());
    }

    @Test
    void anErrorThrownByADoorClosesThoseThatOpened() {
        AssertionError bug = new AssertionError("a door's bug");
        Deferred<ListenerSet> set = open(List.of(factory -> Deferred.of(first), factory -> {
            throw bug;
        }));
        assertSame(bug, assertThrows(AssertionError.class, set::await));
        assertNothingIsLeft();
    }

    @Test
    void afterAFailureTheOnesThatOpenLaterAreClosedToo() {
        IllegalStateException failure = new IllegalStateException("in use");
        Deferred<ListenerSet> set =
                open(List.of(factory -> Deferred.of(first), factory -> Deferred.failed(failure), factory -> {
                    return opening.deferred();
                }));
        assertTrue(opening.succeed(second));
        assertSame(failure, assertThrows(IllegalStateException.class, set::await));
        assertTrue(second.closed);
        assertNothingIsLeft();
    }

    @Test
    void cancellingClosesThoseThatOpened() {
        Deferred<ListenerSet> set = open(List.of(factory -> Deferred.of(first), factory -> opening.deferred()));
        assertFalse(set.isDone());
        assertTrue(set.cancel());
        assertThrows(DeferredCancelledException.class, set::await);
        assertTrue(opening.isDone(), "the second was not told");
        assertNothingIsLeft();
    }

    @Test
    void cancellingClosesTheOneThatOpensAllTheSame() {
        opening.onCancel(() -> opening.succeed(second));
        Deferred<ListenerSet> set = open(List.of(factory -> Deferred.of(first), factory -> opening.deferred()));
        assertTrue(set.cancel());
        assertThrows(DeferredCancelledException.class, set::await);
        assertTrue(second.closed, "the second stayed open");
        assertNothingIsLeft();
    }
}
