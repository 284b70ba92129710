package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is told of a connection that ended before its protocol heard of it. */
class ConnectFailuresTest {
    /** Never done. */
    private static final class Stuck extends Layer {
        @Override
        public void connectionMade() {}

        private void giveUp(Throwable cause) {
            below().abort(cause);
        }
    }

    private record Idle(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    private final Stuck layer = new Stuck();
    private final ProtocolFactory<Idle> factory = Idle::new;
    private final RecordingTransport<Idle> wire = RecordingTransport.with(factory.through(() -> layer));

    private CloseReason lost(By by) {
        CloseReason reason = Objects.requireNonNull(wire.lostReason(), "it lives");
        assertEquals(by, reason.ending().by());
        assertEquals(Phase.OPENING, reason.ending().phase());
        return reason;
    }

    @Test
    void aPeerThatEndsDuringAHandshakeEndsItWhileOpening() {
        wire.receive("hel");
        wire.endInput();
        CloseReason reason = assertInstanceOf(CloseReason.Clean.class, lost(By.PEER));
        assertEquals(3, reason.ending().traffic().bytesReceived());
    }

    @Test
    void aCloseDuringAHandshakeEndsItWhileOpening() {
        wire.transport().close();
        assertInstanceOf(CloseReason.Clean.class, lost(By.US));
    }

    @Test
    void anAbortDuringAHandshakeEndsItWhileOpening() {
        wire.transport().abort();
        assertInstanceOf(CloseReason.Aborted.class, lost(By.US));
    }

    @Test
    void aFaultDuringAHandshakeEndsItWhileOpening() {
        IllegalStateException fault = new IllegalStateException("no cipher in common");
        layer.giveUp(fault);
        assertSame(
                fault, assertInstanceOf(CloseReason.Broken.class, lost(By.US)).cause());
    }

    @Test
    void aConnectionThatWasOpenEndsAsItsCarrierSays() {
        RecordingTransport<Idle> open = RecordingTransport.with(factory);
        open.reset();
        assertEquals(
                Phase.OPEN,
                Objects.requireNonNull(open.lostReason(), "it lives").ending().phase());
    }
}
