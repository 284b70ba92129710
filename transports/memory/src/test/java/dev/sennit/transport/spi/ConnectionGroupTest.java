package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import java.nio.ByteBuffer;
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
