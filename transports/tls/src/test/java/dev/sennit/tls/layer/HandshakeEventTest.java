package dev.sennit.tls.layer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.NegotiatedSession;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder shows of a handshake. */
class HandshakeEventTest {
    private static final TcpAddress PEER = TcpAddress.loopback(443);

    @TempDir
    private @Nullable Path folder;

    private static TlsSession session(Optional<NamedGroup> group) {
        return new NegotiatedSession(
                TlsVersion.TLS_1_3,
                CipherSuite.TLS_AES_128_GCM_SHA256,
                group,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                Optional.of(Bytes.EMPTY));
    }

    @Test
    void showsWhatWasAgreedOn() throws IOException {
        List<RecordedEvent> events = recorded(
                event -> event.done(Side.CLIENT, PEER, session(Optional.of(NamedGroup.X25519MLKEM768))),
                event -> event.done(Side.SERVER, PEER, session(Optional.empty())));

        RecordedEvent atClient = events.get(0);
        assertEquals("TLSv1.3", atClient.getString("version"));
        assertEquals("TLS_AES_128_GCM_SHA256", atClient.getString("suite"));
        assertEquals("X25519MLKEM768", atClient.getString("group"));
        assertEquals("done", atClient.getString("outcome"));
        assertNull(events.get(1).getString("group"));
    }

    @Test
    void showsWhyNothingWas() throws IOException {
        List<RecordedEvent> events = recorded(event -> event.failed(Side.SERVER, PEER, "no group in common"));

        assertEquals("server", events.get(0).getString("side"));
        assertEquals(PEER.toString(), events.get(0).getString("peer"));
        assertEquals("no group in common", events.get(0).getString("outcome"));
    }

    @SafeVarargs
    private List<RecordedEvent> recorded(Consumer<HandshakeState.TlsHandshakeEvent>... handshakes) throws IOException {
        Path file = requireNonNull(folder).resolve("handshakes.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.sennit.TlsHandshake").withoutThreshold();
            recording.start();
            for (Consumer<HandshakeState.TlsHandshakeEvent> handshake : handshakes) {
                handshake.accept(requireNonNull(HandshakeState.TlsHandshakeEvent.begun()));
            }
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }
}
