package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryLink;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeUuidTest {
    private static final String MENU = "C: a time-based UUID, X: exit\r\n";
    private static final String GREETING = "Welcome to the time UUID server.\r\n" + MENU;

    private final TimeUuidServer server = new TimeUuidServer();
    private final List<String> shown = new ArrayList<>();

    @Test
    void greetsAndShowsTheMenu() {
        assertEquals(GREETING, RecordingTransport.with(server).written().toUtf8());
    }

    @Test
    void givesUuidsOfVersion1AndEachLaterThanTheOneBeforeOnWhicheverConnection() {
        var one = greeted();
        var other = greeted();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 1000; i++) {
            var wire = i % 3 == 0 ? other : one;
            wire.receiveInPieces(1, Bytes.utf8(i % 2 == 0 ? "C\r\n" : " c \n"));
            UUID uuid = UUID.fromString(wire.written().toUtf8().strip());
            assertEquals(1, uuid.version());
            assertEquals(2, uuid.variant());
            assertTrue(uuid.timestamp() > last, uuid + " is not later than time stamp " + last);
            last = uuid.timestamp();
        }
    }

    /** What a thread gets is later than all that any thread had got when it asked. */
    @Test
    void givesLaterAndLaterUuidsToManyThreads() throws Exception {
        int each = 20_000;
        AtomicLong latestGiven = new AtomicLong(Long.MIN_VALUE);
        List<List<Long>> given = Threads.run(8, thread -> {
            List<Long> mine = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                long before = latestGiven.get();
                long stamp = server.next().timestamp();
                assertTrue(stamp > before, stamp + " came after " + before);
                latestGiven.accumulateAndGet(stamp, Math::max);
                mine.add(stamp);
            }
            return mine;
        });
        assertEquals(
                8L * each, given.stream().flatMap(Collection::stream).distinct().count());
    }

    @Test
    void hidesTheMachinesHardwareAddress() {
        long node = server.next().node();
        assertEquals(1, node >> 40 & 1, "the multicast bit says that a node is no hardware address");
        assertNotEquals(node, new TimeUuidServer().next().node());
    }

    @Test
    void saysGoodbyeAndCloses() {
        var wire = greeted();
        wire.receive("x\r\nC\r\n");
        assertEquals("Goodbye.\r\n", wire.written().toUtf8());
        assertTrue(wire.isClosed());
    }

    @Test
    void showsTheMenuAgainAfterAnInvalidOption() {
        var wire = greeted();
        wire.receive("CC\r\n\r\n");
        assertEquals(("Invalid option.\r\n" + MENU).repeat(2), wire.written().toUtf8());
        assertFalse(wire.isClosed());
    }

    @Test
    void tellsWhoSendsTooLongALineAndCloses() {
        var wire = greeted();
        wire.receive("C".repeat(5000));
        assertEquals(
                "That line is too long: the limit is 1024 bytes.\r\n",
                wire.written().toUtf8());
        assertTrue(wire.isClosed());
    }

    @Test
    void clientAndServerTalkUntilThePersonLeaves() throws InterruptedException {
        var link = MemoryLink.join(
                transport -> client(transport, new StringReader("C\nwhat?\nX\n")),
                server,
                LinkRules.DEFAULT.withPieces(1));
        link.run();
        link.client().ended().await(Duration.ZERO);
        assertEquals(6, shown.size(), shown::toString);
        assertEquals(1, UUID.fromString(shown.remove(2)).version());
        assertEquals(
                (GREETING + "Invalid option.\r\n" + MENU + "Goodbye.\r\n")
                        .lines()
                        .toList(),
                shown);
    }

    @Test
    void clientShowsWhatStillComesAfterItsInputHasEnded() throws InterruptedException {
        var link = MemoryLink.join(transport -> client(transport, new StringReader("nothing")), server);
        link.run();
        link.client().ended().await(Duration.ZERO);
        assertEquals((GREETING + "Invalid option.\r\n" + MENU).lines().toList(), shown);
    }

    @Test
    void clientReadsNoFurtherWhileTheServerDoesNot() {
        List<Runnable> reading = new ArrayList<>();
        BufferedReader typed = new BufferedReader(new StringReader("C\nC\n"));
        var wire = RecordingTransport.with(transport -> new TimeUuidClient(transport, typed, reading::add, shown::add));
        wire.pauseWrites();
        reading.remove(0).run();
        assertEquals("C\r\n", wire.written().toUtf8());
        assertEquals(List.of(), reading);
        wire.receive("still shown\r\n");
        assertEquals(List.of("still shown"), shown);
        wire.resumeWrites();
        assertEquals(1, reading.size());
    }

    @Test
    void clientShowsNoControlCharacters() {
        var wire = RecordingTransport.with(transport -> client(transport, new StringReader("")));
        wire.receive("\u001b[2Jgone\r\n");
        assertEquals(List.of("\ufffd[2Jgone"), shown);
    }

    @Test
    void clientTellsWhoWaitsThatTheConnectionBroke() {
        var wire = RecordingTransport.with(transport -> client(transport, new StringReader("")));
        wire.reset();
        assertThrows(
                ConnectionBrokenException.class, () -> wire.protocol().ended().await(Duration.ZERO));
    }

    @Test
    void clientEndsWhenItsInputCannotBeRead() {
        var wire = RecordingTransport.with(transport -> client(transport, new Reader() {
            @Override
            public int read(char[] buffer, int from, int length) throws IOException {
                throw new IOException("no terminal");
            }

            @Override
            public void close() {}
        }));
        assertTrue(wire.isAborted());
        var failure =
                assertThrows(Exception.class, () -> wire.protocol().ended().await(Duration.ZERO));
        assertEquals(
                "no terminal",
                assertInstanceOf(IOException.class, failure.getCause()).getMessage());
    }

    private TimeUuidClient client(Transport transport, Reader input) {
        return new TimeUuidClient(transport, new BufferedReader(input), Runnable::run, shown::add);
    }

    private RecordingTransport<?> greeted() {
        RecordingTransport<?> wire = RecordingTransport.with(server);
        wire.written();
        return wire;
    }
}
