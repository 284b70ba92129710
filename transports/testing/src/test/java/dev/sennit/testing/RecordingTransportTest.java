package dev.sennit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A recorded protocol sees what the test says, and the test sees what the protocol did. */
class RecordingTransportTest {
    private record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    private static final class Silent implements Protocol {
        @Nullable
        CloseReason lost;

        Silent(Transport transport) {}

        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            lost = reason;
        }
    }

    @Test
    void handsUpWhatArrivesAndKeepsWhatIsWritten() {
        var wire = RecordingTransport.with(Echo::new);
        wire.receive("hello");
        wire.receiveInPieces(2, Bytes.utf8(" world"));
        assertEquals(Bytes.utf8("hello world"), wire.peekWritten());
        assertEquals(Bytes.utf8("hello world"), wire.written());
        assertTrue(wire.written().isEmpty());
    }

    @Test
    void closesWhenTheInputEnds() {
        var wire = RecordingTransport.with(Echo::new);
        wire.endInput();
        assertTrue(wire.isClosed());
        assertFalse(wire.isAborted());
        assertInstanceOf(CloseReason.Clean.class, wire.lostReason());
    }

    @Test
    void closesBehindItsOwnHalfClose() {
        var wire = RecordingTransport.with(Silent::new);
        wire.transport().endOutput();
        assertTrue(wire.outputEnded());
        assertFalse(wire.isClosed());
        wire.transport().close();
        assertInstanceOf(CloseReason.Clean.class, wire.lostReason());
        assertEquals(0, wire.clock().pendingTimers());
    }

    @Test
    void closesOnceThePeerTakesWhatWasWritten() {
        var wire = RecordingTransport.with(Silent::new);
        wire.pauseWrites();
        wire.transport().write(Bytes.utf8("last"));
        wire.transport().close();
        assertTrue(wire.isClosed());
        assertNull(wire.lostReason());
        wire.resumeWrites();
        assertInstanceOf(CloseReason.Clean.class, wire.lostReason());
        assertEquals(Bytes.utf8("last"), wire.written());
    }

    @Test
    void losesTheConnectionForTheReasonGiven() {
        var wire = RecordingTransport.with(Silent::new);
        IllegalStateException cause = new IllegalStateException("cut");
        assertNull(wire.lostReason());
        wire.lose(cause);
        assertSame(
                cause,
                assertInstanceOf(CloseReason.Broken.class, wire.protocol().lost).cause());
    }

    @Test
    void pausedWritesPauseReadingOfAProtocolThatDoesNotDealWithIt() {
        var wire = RecordingTransport.with(Echo::new);
        wire.pauseWrites();
        wire.receive("late");
        assertTrue(wire.isReadingPaused());
        assertTrue(wire.written().isEmpty());
        wire.resumeWrites();
        assertEquals(Bytes.utf8("late"), wire.written());
    }

    @Test
    void timersRunWhenTheClockIsMoved() {
        var wire = RecordingTransport.with(Silent::new);
        wire.transport().loop().after(Duration.ofSeconds(5), () -> wire.transport()
                .abort());
        wire.clock().advance(Duration.ofSeconds(4));
        assertFalse(wire.isAborted());
        wire.clock().advance(Duration.ofSeconds(1));
        assertTrue(wire.isAborted());
    }
}
