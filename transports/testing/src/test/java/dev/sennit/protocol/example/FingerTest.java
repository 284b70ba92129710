package dev.sennit.protocol.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryLink;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.PeerViolationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server answers one query and closes; its client shows the answer. */
class FingerTest {
    private static final FingerQuery ALICE = new FingerQuery(false, "alice", "");

    private final List<String> shown = new ArrayList<>();

    private FingerClient asking(Transport transport) {
        return new FingerClient(transport, ALICE, shown::add);
    }

    private static FingerServer server(Transport transport) {
        return new FingerServer(transport, query -> "Login: " + query.user() + "\r\nNo plan.\r\n");
    }

    @Test
    void theAnswerArrivesWholeHoweverTheBytesAreCut() throws InterruptedException {
        for (int size : new int[] {1, 2, 5, 1000}) {
            shown.clear();
            var link = MemoryLink.join(this::asking, FingerTest::server, LinkRules.DEFAULT.withPieces(size));
            link.run();
            assertInstanceOf(CloseReason.Clean.class, link.client().end().await(Duration.ZERO));
            assertEquals(List.of("Login: alice", "No plan."), shown, "pieces of " + size);
        }
    }

    @Test
    void theServerAnswersOneQueryAndCloses() {
        var wire = RecordingTransport.with(FingerTest::server);
        wire.receive("alice\r\nbob\r\n");
        assertEquals(Bytes.ascii("Login: alice\r\nNo plan.\r\n"), wire.written());
        assertTrue(wire.isClosed());
    }

    @Test
    void theServerPassesNoQueryOn() {
        var wire = RecordingTransport.with(FingerTest::server);
        wire.receive("alice@host\r\n");
        assertEquals(Bytes.ascii("forwarding denied\r\n"), wire.written());
        assertTrue(wire.isClosed());
    }

    @Test
    void theServerAbortsWhatIsNoQuery() {
        var wire = RecordingTransport.with(FingerTest::server);
        wire.receive("GET / HTTP/1.1\r\n");
        CloseReason.Broken reason = assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
        assertInstanceOf(PeerViolationException.class, reason.cause());
    }

    @Test
    void theClientShowsALastLineWithoutItsEndAndNoControlCharacters() {
        var wire = RecordingTransport.with(this::asking);
        assertEquals(Bytes.ascii("alice\r\n"), wire.written());
        wire.receive("\033[2Jplan:\tnone");
        wire.endInput();
        assertEquals(List.of("?[2Jplan:\tnone"), shown);
    }

    @Test
    void theClientSaysWhyAnAnswerIsNotWhole() throws InterruptedException {
        var wire = RecordingTransport.with(this::asking);
        wire.receive("Login: al");
        wire.reset();
        assertInstanceOf(CloseReason.Broken.class, wire.protocol().end().await(Duration.ZERO));
        assertEquals(List.of(), shown);
    }

    @Test
    void theClientAbortsWhenItIsCancelled() {
        var wire = RecordingTransport.with(this::asking);
        wire.protocol().end().cancel();
        assertTrue(wire.isAborted());
        assertThrows(
                DeferredCancelledException.class, () -> wire.protocol().end().await(Duration.ZERO));
    }
}
