package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.WaterMarks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Which connections a listener counts as its own when it closes. */
final class ConnectionGroupTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost server = network.host("server");
    private final MemoryHost client = network.host("client");

    /** Another thread may close the listener as soon as it counts the connection, which is before it is logged. */
    @Test
    void aCloseLeavesAloneAConnectionThatIsCountedAlready() {
        List<Protocol> drained = new ArrayList<>();
        Listener listener = network.await(
                server.listen(server.address(7), ListenOptions.DEFAULT, transport -> new Draining(drained)));
        List<Integer> counted = new ArrayList<>();
        Logger logger = Logger.getLogger(ConnectionGroup.class.getName());
        Handler closing = new OnEachRecord(() -> {
            counted.add(listener.connections());
            listener.close();
        });
        logger.setLevel(Level.ALL);
        logger.addHandler(closing);
        try {
            network.await(client.connect(server.address(7), ConnectOptions.DEFAULT, transport -> data -> {}));
            network.run();
        } finally {
            logger.removeHandler(closing);
            logger.setLevel(null);
        }

        assertEquals(List.of(1), counted);
        assertTrue(drained.isEmpty());
        assertEquals(1, listener.connections());
    }

    /** A connection may wait for a loop that is held up until after the deadline. */
    @Test
    void whoComesInAfterTheDeadlineOfADrainDoesNotHoldItUp() {
        EventLoop loop = server.nextLoop();
        ConnectionGroup group = network.await(ConnectionGroup.start(transport -> new Busy(), server.address(7)));
        IdleCarrier late = new IdleCarrier(loop, () -> {});
        IdleCarrier first = new IdleCarrier(loop, () -> late.joins(group));
        loop.execute(() -> first.joins(group));
        network.run();
        group.shut();

        DrainReport report = network.await(group.drain(Duration.ZERO, loop));

        assertEquals(1, report.cutOff().size());
        assertTrue(late.released);
        assertEquals(0, group.connections());
    }

    /** Says that it will finish, and does not. */
    private record Busy() implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public boolean drainRequested() {
            return true;
        }
    }

    private static final class IdleCarrier extends StreamCarrier {
        private final Runnable whenReleased;
        private boolean released;

        IdleCarrier(EventLoop loop, Runnable whenReleased) {
            super(
                    loop,
                    Ends.of(new MemoryAddress("here"), new MemoryAddress("there")),
                    WaterMarks.DEFAULT,
                    CloseTimeouts.DEFAULT);
            this.whenReleased = whenReleased;
        }

        void joins(ConnectionGroup group) {
            group.accept(this);
            begin();
        }

        @Override
        protected void send(ByteBuffer data) {}

        @Override
        protected long unsentBytes() {
            return 0;
        }

        @Override
        protected void wantInput(boolean wanted) {}

        @Override
        protected void sendEnd() {
            endSent();
        }

        @Override
        protected void release(boolean reset) {
            released = true;
            whenReleased.run();
        }
    }

    private record Draining(List<Protocol> drained) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public boolean drainRequested() {
            drained.add(this);
            return false;
        }
    }

    private static final class OnEachRecord extends Handler {
        private final Runnable action;

        OnEachRecord(Runnable action) {
            this.action = action;
        }

        @Override
        public void publish(LogRecord entry) {
            action.run();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
