package dev.sennit.protocol.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the other side of a handshake says, what it does then, and what comes of it.
 *
 * @param error the message of the failure, with … for a part that may differ; empty if the way opens
 * @param leftOver what the protocol is given once the way is open
 */
public record HandshakeRow(
        String name, Supplier<? extends Layer> layer, Bytes said, Then then, String error, Bytes leftOver) {
    static final TcpAddress HERE = TcpAddress.of("192.0.2.10", 50_000);
    static final TcpAddress THERE = TcpAddress.of("192.0.2.20", 1080);

    /** What the other side does after it has said all. */
    public enum Then {
        /** It says nothing more, and stays. */
        STAYS,
        /** It stays silent for half a minute. */
        IS_SILENT,
        /** It closes. */
        CLOSES,
        /** It resets. */
        RESETS;

        private void act(RecordingTransport<?> wire) {
            switch (this) {
                case STAYS -> {}
                case IS_SILENT -> wire.clock().advance(Duration.ofSeconds(31));
                case CLOSES -> wire.endInput();
                case RESETS -> wire.reset();
            }
        }
    }

    public static HandshakeRow row(String name, Supplier<? extends Layer> layer, Bytes said) {
        return new HandshakeRow(name, layer, said, Then.STAYS, "", Bytes.EMPTY);
    }

    public HandshakeRow then(Then value) {
        return new HandshakeRow(name, layer, said, value, error, leftOver);
    }

    public HandshakeRow fails(String message) {
        return new HandshakeRow(name, layer, said, then, message, leftOver);
    }

    public HandshakeRow opensWith(Bytes rest) {
        return new HandshakeRow(name, layer, said, then, "", rest);
    }

    /** Runs it with what is said in one piece, in two for every place to cut, and byte by byte. */
    public void check() {
        check("whole", List.of(said));
        IntStream.range(1, Math.max(1, said.length()))
                .forEach(cut -> check("cut at " + cut, List.of(said.slice(0, cut), said.slice(cut))));
        check(
                "byte by byte",
                IntStream.range(0, said.length())
                        .mapToObj(at -> said.slice(at, at + 1))
                        .toList());
    }

    private void check(String how, List<Bytes> pieces) {
        ProtocolFactory<Sink> factory = transport -> new Sink();
        RecordingTransport<Sink> wire = RecordingTransport.with(factory.through(layer), HERE, THERE);
        Stream.concat(pieces.stream(), Stream.of(Bytes.EMPTY)).forEach(wire::receive);
        then.act(wire);
        if (error.isEmpty()) {
            assertNull(wire.notOpened(), () -> how + ": " + wire.notOpened());
            assertEquals(leftOver, wire.protocol().received(), how);
            assertEquals(0, wire.clock().pendingTimers(), how + ": its deadline is still set");
        } else {
            Throwable failure = assertInstanceOf(Throwable.class, wire.notOpened(), how + ": nothing failed");
            assertMessage(String.valueOf(failure.getMessage()), how);
            assertNotNull(wire.lostReason(), how + ": the connection is still there");
            assertTrue(wire.isClosed(), how);
        }
    }

    /** Where the message shows what came, how much that was by then depends on the cut: … stands for it. */
    private void assertMessage(String message, String how) {
        int gap = error.indexOf('…');
        boolean same = gap < 0
                ? message.equals(error)
                : message.startsWith(error.substring(0, gap)) && message.endsWith(error.substring(gap + 1));
        assertTrue(same, () -> how + ": wanted '" + error + "', not '" + message + "'");
    }

    @Override
    public String toString() {
        return name;
    }

    /** Keeps what it is given. */
    public static final class Sink implements Protocol {
        private final ByteQueue queue = new ByteQueue();

        @Override
        public void dataReceived(ByteBuffer data) {
            queue.add(data);
        }

        public Bytes received() {
            return queue.peek(queue.length());
        }
    }
}
