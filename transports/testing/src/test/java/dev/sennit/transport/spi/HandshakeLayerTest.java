package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A handshake of one byte, with the failures and the timeout that {@link HandshakeLayer} has by default. */
class HandshakeLayerTest {
    private static class OneByte extends HandshakeLayer {
        private OneByte(HandshakeTimeout timeout) {
            super(timeout);
        }

        @Override
        protected void begin() {}

        @Override
        protected void received(ByteBuffer data) {
            data.get();
            finish(Bytes.copyOf(data));
        }
    }

    /** Keeps what has come, and says so. */
    private static final class Keeping extends HandshakeLayer {
        private final ByteQueue kept = new ByteQueue();

        private Keeping() {
            super(HandshakeTimeout.DEFAULT);
        }

        @Override
        protected void begin() {}

        @Override
        protected void received(ByteBuffer data) {
            kept.add(data);
            holds(0, kept.length());
            if (kept.indexOf((byte) '!', 0) >= 0) {
                finish(Bytes.EMPTY);
            }
        }
    }

    /** Has marks of its own. */
    private static final class Marks extends Layer {
        @Override
        public <T> Optional<T> feature(Class<T> type) {
            return type == WaterMarks.class ? Optional.of(type.cast(new WaterMarks(2, 4))) : super.feature(type);
        }
    }

    private static final class Noting implements Protocol {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void connectionMade() {
            heard.add("made");
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.add(Bytes.copyOf(data).toUtf8());
        }

        @Override
        public boolean writePaused() {
            heard.add("paused");
            return true;
        }

        @Override
        public void writeResumed() {
            heard.add("resumed");
        }
    }

    private static RecordingTransport<Noting> open(HandshakeTimeout timeout) {
        ProtocolFactory<Noting> factory = transport -> new Noting();
        return RecordingTransport.with(factory.through(() -> new OneByte(timeout)));
    }

    private static ConnectionBrokenException failure(RecordingTransport<?> wire) {
        CloseReason reason = Objects.requireNonNull(wire.lostReason(), "the connection is lost");
        return assertInstanceOf(
                ConnectionBrokenException.class,
                assertInstanceOf(CloseReason.Broken.class, reason).cause());
    }

    @Test
    void deliversWhatFollowsTheHandshakeAfterConnectionMade() {
        RecordingTransport<Noting> wire = open(HandshakeTimeout.DEFAULT);
        wire.receive("!rest");
        assertEquals(List.of("made", "rest"), wire.protocol().heard);
    }

    @Test
    void leavesTheFailureOfALayerBelowAsItIsUntilItHasBegun() {
        ProtocolFactory<Noting> factory = transport -> new Noting();
        RecordingTransport<Noting> wire =
                RecordingTransport.with(factory.through(() -> new OneByte(HandshakeTimeout.DEFAULT) {
                            @Override
                            protected Throwable endedEarly(@Nullable Throwable cause) {
                                return new IllegalStateException("the upper handshake");
                            }
                        })
                        .through(() -> new OneByte(HandshakeTimeout.DEFAULT) {
                            @Override
                            protected Throwable endedEarly(@Nullable Throwable cause) {
                                return new IllegalStateException("the lower handshake");
                            }
                        }));
        wire.reset();
        CloseReason.Broken reason = assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
        assertEquals("the lower handshake", reason.cause().getMessage());
    }

    @Test
    void beginsNothingOnAConnectionThatWasClosedBefore() {
        List<String> begun = new ArrayList<>();
        ProtocolFactory<Noting> factory = new ProtocolFactory<>() {
            @Override
            public Noting protocolFor(Transport transport) {
                return new Noting();
            }

            @Override
            public void prepare(Connection connection) {
                connection.push(new OneByte(HandshakeTimeout.DEFAULT) {
                    @Override
                    protected void begin() {
                        begun.add("begun");
                    }
                });
                connection.close();
            }
        };
        RecordingTransport.with(factory);
        assertEquals(List.of(), begun);
    }

    @Test
    void countsTheWritesItHoldsAndTheBytesThatTheHandshakeKeeps() {
        Keeping layer = new Keeping();
        ProtocolFactory<Noting> factory = transport -> new Noting();
        RecordingTransport<Noting> wire = RecordingTransport.with(factory.through(() -> layer));
        wire.transport().write(ByteBuffer.allocate(3000));
        assertEquals(3000, layer.memory().heldBytes());
        wire.receive("hello");
        assertEquals(3005, layer.memory().heldBytes());
        wire.transport().write(ByteBuffer.allocate(10));
        assertEquals(3015, layer.memory().heldBytes());
        assertEquals(3010, layer.memory().unsentBytes());
        wire.receive("!");
        assertEquals(0, layer.memory().heldBytes());
        assertEquals(List.of("made"), wire.protocol().heard);
    }

    @Test
    void T5_dropsWritesAfterAnEndOfOutputInTheHandshake() {
        RecordingTransport<Noting> wire = open(HandshakeTimeout.DEFAULT);
        wire.transport().write(Bytes.utf8("early"));
        wire.transport().endOutput();
        wire.transport().write(Bytes.utf8(" late"));
        assertFalse(wire.outputEnded());
        wire.receive("!");
        assertEquals(Bytes.utf8("early"), wire.written());
        assertTrue(wire.outputEnded());
    }

    @Test
    void T4_closesBehindTheWritesOfTheHandshake() {
        RecordingTransport<Noting> wire = open(HandshakeTimeout.DEFAULT);
        wire.transport().write(Bytes.utf8("early"));
        wire.transport().close();
        assertFalse(wire.isClosed());
        wire.receive("!");
        assertEquals(Bytes.utf8("early"), wire.written());
        assertTrue(wire.isClosed());
    }

    @Test
    void T6_pausesAWriterByTheMarksOfTheCarrierBelow() {
        ProtocolFactory<Noting> factory = transport -> new Noting();
        RecordingTransport<Noting> wire = RecordingTransport.with(factory.through(Marks::new));
        wire.transport().push(new OneByte(HandshakeTimeout.DEFAULT));
        wire.transport().write(Bytes.utf8("1234"));
        assertEquals(List.of("made"), wire.protocol().heard);
        wire.transport().write(Bytes.utf8("5"));
        assertEquals(List.of("made", "paused"), wire.protocol().heard);
        assertFalse(wire.transport().isWritable());
        wire.receive("!");
        assertEquals(List.of("made", "paused", "resumed"), wire.protocol().heard);
        assertEquals(Bytes.utf8("12345"), wire.written());
    }

    @Test
    void T6_staysPausedWhileTheCarrierIsOverItsMark() {
        RecordingTransport<Noting> wire = open(HandshakeTimeout.DEFAULT);
        wire.transport().write(Bytes.copyOf(new byte[WaterMarks.DEFAULT.highBytes() + 1]));
        wire.pauseWrites();
        wire.receive("!");
        assertEquals(List.of("made", "paused"), wire.protocol().heard);
        wire.resumeWrites();
        assertEquals(List.of("made", "paused", "resumed"), wire.protocol().heard);
    }

    @Test
    void aHandshakeFailsAfterItsTimeout() {
        RecordingTransport<Noting> wire = open(HandshakeTimeout.of(Duration.ofMillis(1500)));
        wire.clock().advance(Duration.ofMillis(1499));
        assertNull(wire.lostReason());
        wire.clock().advance(Duration.ofMillis(1));
        assertEquals("the handshake was not done within 1500 ms", failure(wire).getMessage());
    }

    @Test
    void theTimeoutMayCountFromAMomentBeforeTheHandshake() {
        HandshakeTimeout timeout = HandshakeTimeout.of(Duration.ofSeconds(5));
        RecordingTransport<Noting> wire = open(HandshakeTimeout.DEFAULT);
        long start = wire.clock().nanoTime();
        wire.receive("!");
        wire.clock().advance(Duration.ofSeconds(2));
        wire.transport().push(new OneByte(timeout.since(start)));
        wire.clock().advance(Duration.ofSeconds(3));
        assertEquals("the handshake was not done within 5 s", failure(wire).getMessage());
    }

    @Test
    void aPeerThatEndsFailsTheHandshake() {
        RecordingTransport<Noting> wire = open(HandshakeTimeout.DEFAULT);
        wire.endInput();
        assertEquals(
                "the peer ended the connection before the handshake was done",
                failure(wire).getMessage());
        assertTrue(wire.isAborted());
    }

    @Test
    void aPeerThatResetsFailsTheHandshakeWithTheCause() {
        RecordingTransport<Noting> wire = open(HandshakeTimeout.DEFAULT);
        wire.reset();
        assertInstanceOf(ConnectionBrokenException.class, failure(wire).getCause());
    }

    @Test
    void aTimeoutIsZeroOrMore() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> HandshakeTimeout.of(Duration.ofNanos(-1)));
        assertEquals("a handshake timeout must be zero or more, not PT-0.000000001S", refused.getMessage());
    }
}
