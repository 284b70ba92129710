package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.ExpectedLog;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that a stack sends piece by piece, with a peer or a layer that does not go along. */
class FilePumpTest {
    @RegisterExtension
    final ExpectedLog log = new ExpectedLog();

    private static final int FILE_BYTES = 300_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private FileChannel file;

    private record Idle(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    /** Throws when it is to write. */
    private static final class Failing extends Layer {
        private final IllegalStateException fault = new IllegalStateException("a layer's bug");

        @Override
        public void write(ByteBuffer data) {
            throw fault;
        }
    }

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        file = FileChannel.open(Files.write(directory.resolve("file"), new byte[FILE_BYTES]));
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private Deferred<Long> send(RecordingTransport<Idle> wire) {
        return wire.transport().sendFile(file, 0, FILE_BYTES);
    }

    @Test
    void aLayerThatThrowsEndsTheConnectionAndTheFile() {
        log.expect("a layer's bug");
        Failing failing = new Failing();
        ProtocolFactory<Idle> factory = Idle::new;
        RecordingTransport<Idle> wire = RecordingTransport.with(factory.through(() -> failing));
        Deferred<Long> sent = send(wire);
        assertTrue(wire.isAborted());
        assertSame(failing.fault, assertThrows(IllegalStateException.class, sent::await));
    }

    @Test
    void aClosedConnectionWaitsForAPeerThatTakesNothingOnlySoLong() {
        RecordingTransport<Idle> wire = RecordingTransport.with(Idle::new);
        wire.pauseWrites();
        Deferred<Long> sent = send(wire);
        wire.transport().close();
        wire.clock().advance(TIMEOUT.minusMillis(1));
        assertFalse(wire.isAborted());
        wire.clock().advance(Duration.ofMillis(1));
        assertTrue(wire.isAborted());
        CloseReason.Broken reason = assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
        assertEquals(
                "after close() the peer took nothing of a file, or of what waits behind it, for 30 s",
                reason.cause().getMessage());
        assertThrows(ConnectionBrokenException.class, sent::await);
    }

    @Test
    void aClosedConnectionWaitsForAPeerThatTakesALittleNowAndThen() throws Exception {
        RecordingTransport<Idle> wire = RecordingTransport.with(Idle::new);
        wire.pauseWrites();
        Deferred<Long> sent = send(wire);
        wire.transport().write(ByteBuffer.wrap(new byte[1]));
        wire.transport().close();
        // As a layer below that has something of its own to send.
        for (int i = 0; i < 5; i++) {
            wire.clock().advance(TIMEOUT.minusMillis(1));
            ((ConnectionCalls) wire.transport()).below.write(ByteBuffer.wrap(new byte[1]));
        }
        assertFalse(wire.isAborted());
        wire.resumeWrites();
        assertEquals(FILE_BYTES, sent.await());
        assertEquals(FILE_BYTES + 6, wire.written().length());
        assertTrue(wire.isClosed());
        assertEquals(0, wire.clock().pendingTimers());
    }
}
