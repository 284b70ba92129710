package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.NegotiatedSession;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An engine that throws what it never should ends its connection: what it was to send is missing from the stream. */
class FaultyEngineTest {
    private static final SlowSteps NOTHING_SLOW = new SlowSteps(() -> false, () -> false);

    private final IllegalStateException bug = new IllegalStateException("an engine's bug");

    private record Idle(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    /** Needs no handshake, and cannot write. */
    private final class Faulty implements TlsEngine {
        private final Outlet outlet;

        Faulty(Outlet outlet) {
            this.outlet = outlet;
        }

        @Override
        public void start() {
            outlet.opened(new NegotiatedSession(
                    TlsVersion.TLS_1_3,
                    CipherSuite.TLS_AES_128_GCM_SHA256,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    false,
                    Optional.empty()));
        }

        @Override
        public void receive(ByteBuffer records) {}

        @Override
        public void receiveEnd() {}

        @Override
        public void write(ByteBuffer plain) {
            throw bug;
        }

        @Override
        public void endOutput() {}

        @Override
        public void discard() {}
    }

    private RecordingTransport<Idle> open() {
        TlsContext tls = new TlsContext(Faulty::new, TlsSettings.DEFAULT, Side.SERVER, Optional.empty(), NOTHING_SLOW);
        ProtocolFactory<Idle> factory = Idle::new;
        return RecordingTransport.with(factory.through(tls));
    }

    private void assertEndedForTheBug(RecordingTransport<Idle> wire) {
        assertTrue(wire.isAborted(), "the connection goes on");
        assertSame(
                bug,
                assertInstanceOf(CloseReason.Broken.class, wire.lostReason()).cause());
    }

    @Test
    void whatWasWrittenIsSentInALaterTurn() {
        RecordingTransport<Idle> wire = open();
        wire.transport().write(Bytes.ascii("x"));
        assertEndedForTheBug(wire);
    }

    @Test
    void anotherThreadWritesMoreThanARecordHolds() throws InterruptedException {
        RecordingTransport<Idle> wire = open();
        Thread other = new Thread(() -> wire.transport().write(ByteBuffer.allocate(100_000)));
        other.start();
        other.join();
        assertEndedForTheBug(wire);
    }

    /** Throws what it should not while it shakes hands, if not before. */
    private RecordingTransport<Idle> shaking(TlsEngines engines) {
        TlsContext tls =
                new TlsContext(engines, TlsSettings.DEFAULT, Side.CLIENT, Optional.of("server.example"), NOTHING_SLOW);
        ProtocolFactory<Idle> factory = Idle::new;
        return RecordingTransport.with(factory.through(tls));
    }

    private static TlsEngines starting(Consumer<TlsEngine.Outlet> start, Runnable receive) {
        return outlet -> new TlsEngine() {
            @Override
            public void start() {
                start.accept(outlet);
            }

            @Override
            public void receive(ByteBuffer records) {
                receive.run();
            }

            @Override
            public void receiveEnd() {}

            @Override
            public void write(ByteBuffer plain) {}

            @Override
            public void endOutput() {}

            @Override
            public void discard() {}
        };
    }

    private static void assertFailed(RecordingTransport<Idle> wire, Throwable cause, String message) {
        TlsFailedException failed = assertInstanceOf(
                TlsFailedException.class,
                assertInstanceOf(CloseReason.Broken.class, wire.lostReason()).cause());
        assertEquals(TlsFailedException.Kind.INTERNAL, failed.kind());
        assertSame(cause, failed.getCause());
        assertEquals("TLS with server.example: " + message + ": " + cause, failed.getMessage());
    }

    @Test
    void itCannotBeMade() {
        NoSuchFieldError missing = new NoSuchFieldError("of another version");
        RecordingTransport<Idle> faulty = shaking(outlet -> {
            throw bug;
        });
        RecordingTransport<Idle> unfit = shaking(outlet -> {
            throw missing;
        });
        assertFailed(faulty, bug, "the TLS engine cannot be made");
        assertFailed(unfit, missing, "the TLS engine cannot be made");
    }

    @Test
    void itFailsWhenItStarts() {
        RecordingTransport<Idle> wire = shaking(starting(
                outlet -> {
                    throw bug;
                },
                () -> {}));
        assertFailed(wire, bug, "the TLS engine failed in the handshake");
    }

    @Test
    void itFailsInTheHandshake() {
        RecordingTransport<Idle> wire = shaking(starting(outlet -> {}, () -> {
            throw bug;
        }));
        wire.receive(Bytes.hex("160303000100"));
        assertFailed(wire, bug, "the TLS engine failed in the handshake");
    }

    @Test
    void nothingIsWritten() {
        assertNull(open().lostReason());
    }
}
