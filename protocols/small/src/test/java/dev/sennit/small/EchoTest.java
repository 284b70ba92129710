package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryLink;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.PeerViolationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An echo gives every byte back in order, and its client believes nothing else. */
class EchoTest {
    private static final List<String> LINES = List.of("Hello, world!", "What a fine day it is.");
    private static final String SENT = "Hello, world!\r\nWhat a fine day it is.\r\n";

    private final List<String> shown = new ArrayList<>();

    @Test
    void givesBackEveryByteHoweverTheyAreCut() {
        var wire = RecordingTransport.with(Echo::new);
        wire.receive(Bytes.hex("00ff0d0a80"));
        wire.receiveInPieces(1, Bytes.utf8("two"));
        assertEquals(Bytes.hex("00ff0d0a80").plus(Bytes.utf8("two")), wire.written());
    }

    @Test
    void closesWhenThePeerHasNoMoreToSay() {
        var wire = RecordingTransport.with(Echo::new);
        wire.receive("last words");
        wire.endInput();
        assertEquals("last words", wire.written().toUtf8());
        assertTrue(wire.isClosed());
    }

    @Test
    void isNotReadFromWhileThePeerTakesNothing() {
        var wire = RecordingTransport.with(Echo::new);
        wire.pauseWrites();
        wire.receive("much");
        assertEquals("", wire.written().toUtf8());
        wire.resumeWrites();
        assertEquals("much", wire.written().toUtf8());
    }

    @Test
    void clientAndServerPartWhenBothLinesHaveComeBackByteByByte() throws InterruptedException {
        var link = MemoryLink.join(this::client, Echo::new, LinkRules.DEFAULT.withPieces(1));
        link.run();
        assertEquals(LINES, link.client().received().await(Duration.ZERO));
        assertEquals(LINES, shown);
    }

    @Test
    void clientLeavesOnlyWhenTheLastLineHasEnded() throws InterruptedException {
        var wire = RecordingTransport.with(this::client);
        assertEquals(SENT, wire.written().toUtf8());
        wire.receive(SENT.substring(0, SENT.length() - 1));
        assertFalse(wire.isClosed());
        wire.receive("\nand more\r\n");
        assertTrue(wire.isClosed());
        assertFalse(wire.isAborted());
        assertEquals(LINES, wire.protocol().received().await(Duration.ZERO));
    }

    @Test
    void clientRefusesALineThatCameBackChanged() {
        var wire = RecordingTransport.with(this::client);
        wire.receive("Hello, word!\r\n");
        var failure = assertThrows(
                PeerViolationException.class, () -> wire.protocol().received().await(Duration.ZERO));
        assertEquals("\"Hello, world!\" came back as \"Hello, word!\" (RFC 862)", failure.getMessage());
        assertTrue(wire.isAborted());
    }

    @Test
    void clientSaysHowFarItGotWhenTheConnectionEndsEarly() {
        var wire = RecordingTransport.with(this::client);
        wire.receive("Hello, world!\r\nWhat a");
        wire.endInput();
        var failure = assertThrows(
                ConnectionBrokenException.class,
                () -> wire.protocol().received().await(Duration.ZERO));
        assertEquals("the connection ended early: 1 of 2 lines had come back", failure.getMessage());
    }

    @Test
    void clientPassesOnWhatBrokeTheConnection() {
        var wire = RecordingTransport.with(this::client);
        wire.reset();
        var failure = assertThrows(
                ConnectionBrokenException.class,
                () -> wire.protocol().received().await(Duration.ZERO));
        assertEquals("the peer reset the connection", failure.getMessage());
    }

    @Test
    void cancellingTheClientsAnswerEndsTheConnection() {
        var wire = RecordingTransport.with(this::client);
        assertTrue(wire.protocol().received().cancel());
        assertTrue(wire.isAborted());
    }

    private EchoClient client(Transport transport) {
        return new EchoClient(transport, shown::add);
    }
}
