package dev.sennit.transport.tls.layer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.tls.CipherSuite;
import dev.sennit.transport.tls.TlsSession;
import dev.sennit.transport.tls.TlsSettings;
import dev.sennit.transport.tls.TlsVersion;
import dev.sennit.transport.tls.engine.TlsEngine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An engine that throws what it never should ends its connection: what it was to send is missing from the stream. */
class FaultyEngineTest {
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
            outlet.opened(new TlsSession(
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
        Tls tls = new Tls(Faulty::new, TlsSettings.DEFAULT, Side.SERVER, Optional.empty());
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

    @Test
    void nothingIsWritten() {
        assertNull(open().lostReason());
    }
}
