package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.testing.ThrowingLog;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fault of a protocol is dealt with though the log cannot be written. */
class FaultLogTest {
    private final ThrowingLog connections = ThrowingLog.of(Connection.class);
    private final ThrowingLog groups = ThrowingLog.of(ConnectionGroup.class);
    private final IllegalStateException fault = new IllegalStateException("a protocol's bug");

    @AfterEach
    void restore() {
        connections.end();
        groups.end();
    }

    private final class Faulty implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            throw fault;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            throw fault;
        }
    }

    @Test
    void theConnectionOfAProtocolThatThrowsIsAbortedForThat() {
        RecordingTransport<Faulty> wire = RecordingTransport.with(transport -> new Faulty());
        wire.receive("x");
        CloseReason.Broken reason = assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
        assertSame(fault, reason.cause());
    }

    @Test
    void theEndOfAConnectionWhoseProtocolThrowsAtThatIsTold() {
        RecordingTransport<Faulty> wire = RecordingTransport.with(transport -> new Faulty());
        wire.reset();
        assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
    }

    @Test
    void aDrainIsDoneThoughTheFactoryThrowsAsItStops() {
        AtomicBoolean stopped = new AtomicBoolean();
        ConnectionGroup group = ConnectionGroup.start(
                        new ProtocolFactory<Faulty>() {
                            @Override
                            public Faulty protocolFor(Transport transport) {
                                return new Faulty();
                            }

                            @Override
                            public Deferred<Void> stop() {
                                stopped.set(true);
                                throw fault;
                            }
                        },
                        new MemoryAddress("faulty"))
                .toCompletableFuture()
                .join();
        RecordingTransport<Faulty> wire = RecordingTransport.with(transport -> new Faulty());
        group.shut();
        assertTrue(stopped.get());
        assertEquals(
                0,
                group.drain(java.time.Duration.ZERO, wire.transport().loop())
                        .toCompletableFuture()
                        .join()
                        .endedInTime());
    }
}
