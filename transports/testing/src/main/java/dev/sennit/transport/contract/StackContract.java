package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.CloseReason.HandedOver;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Live changes of the stack, and files among writes. */
public abstract class StackContract extends ContractTest {
    private static final int FILE_BYTES = 3_000_000;
    private static final int PIECE_BYTES = 100_000;
    private static final int MOST_BEHIND_BYTES = 50_000_000;

    /** What the client has received in clear, with what the piece held behind it; null until it has pushed its layers. */
    private final AtomicReference<Bytes> inClear = new AtomicReference<>();

    private FileChannel file(int length) {
        try {
            Path path = Files.write(
                    Files.createTempFile("contract", ""), pattern(0, length).toByteArray());
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Deferred<Long> send(Probe probe, FileChannel file, long position, long count) {
        Deferred.Source<Deferred<Long>> sent = new Deferred.Source<>();
        on(probe, () -> sent.succeed(probe.transport().sendFile(file, position, count)));
        return sent.deferred().thenCompose(answer -> answer);
    }

    @Test
    void sendFile_sendsAWholeFileAndAnswersItsLength() throws IOException {
        Pair pair = open(Script.idle(), Script.idle());
        try (FileChannel file = file(FILE_BYTES)) {
            assertEquals(FILE_BYTES, await(send(pair.client(), file, 0, FILE_BYTES)));
            assertEquals(0, file.position());
        }
        waitFor("all had come", () -> pair.server().receivedBytes() == FILE_BYTES);
        assertPattern(FILE_BYTES, pair.server().received());
    }

    @Test
    void sendFile_keepsItsPlaceAmongWritesAndClose() throws IOException {
        Pair pair = open(Script.idle(), Script.idle());
        Bytes wanted = Bytes.concat(
                Bytes.utf8("<"),
                pattern(0, FILE_BYTES).slice(1000, 501_000),
                Bytes.utf8("|"),
                pattern(0, FILE_BYTES).slice(0, 10),
                Bytes.utf8(">"));
        try (FileChannel file = file(FILE_BYTES)) {
            on(pair.client(), () -> {
                pair.client().write("<");
                keep(pair.client().transport().sendFile(file, 1000, 500_000));
                pair.client().write("|");
                keep(pair.client().transport().sendFile(file, 0, 10));
                pair.client().write(">");
                pair.client().close();
            });
            waitForEnd(pair.client(), pair.server());
        }
        assertEquals(wanted, pair.server().received());
        assertEnded(Clean.class, By.PEER, pair.server());
    }

    @Test
    void sendFile_answersWhatThereWasIfTheFileEndsEarly() throws IOException {
        Pair pair = open(Script.idle(), Script.idle());
        try (FileChannel file = file(1000)) {
            assertEquals(400, await(send(pair.client(), file, 600, 5000)));
            assertEquals(0, await(send(pair.client(), file, 5000, 10)));
            assertEquals(0, await(send(pair.client(), file, 0, 0)));
        }
        on(pair.client(), () -> pair.client().write("end"));
        waitFor("all had come", () -> pair.server().receivedBytes() == 403);
    }

    @Test
    void sendFile_failsWhenTheConnectionEndsFirst() throws IOException {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        try (FileChannel file = file(60_000_000)) {
            Deferred<Long> answer = send(pair.client(), file, 0, 60_000_000);
            on(pair.client(), pair.client()::abort);
            assertThrows(RuntimeException.class, () -> await(answer));
            assertThrows(RuntimeException.class, () -> await(send(pair.client(), file, 0, 1)));
        }
    }

    @Test
    void sendFile_failsAfterTheEndOfTheOutput() throws IOException {
        Pair pair = open(Script.idle(), Script.staysOpen());
        try (FileChannel file = file(1000)) {
            on(pair.client(), () -> pair.client().transport().endOutput());
            assertThrows(IllegalStateException.class, () -> await(send(pair.client(), file, 0, 1000)));
            assertThrows(
                    IllegalStateException.class,
                    () -> await(pair.client().transport().sendFile(file, 0, 1000)));
        }
        waitFor("the end came", () -> pair.server().heard("inputEnded"));
        on(pair.server(), pair.server()::close);
        waitForEnd(pair.client(), pair.server());
        assertEquals(0, pair.server().receivedBytes());
    }

    @Test
    void sendFile_failsBehindAFileAndTheEndOfTheOutput() throws IOException {
        Pair pair = open(Script.idle(), Script.staysOpen());
        Deferred.Source<Deferred<Long>> late = new Deferred.Source<>();
        try (FileChannel file = file(FILE_BYTES)) {
            on(pair.client(), () -> {
                keep(pair.client().transport().sendFile(file, 0, FILE_BYTES));
                pair.client().transport().endOutput();
                late.succeed(pair.client().transport().sendFile(file, 0, 1000));
            });
            assertThrows(
                    IllegalStateException.class, () -> await(late.deferred().thenCompose(answer -> answer)));
            waitFor("the end came", () -> pair.server().heard("inputEnded"));
        }
        assertPattern(FILE_BYTES, pair.server().received());
        on(pair.server(), pair.server()::close);
        waitForEnd(pair.client(), pair.server());
    }

    @Test
    void sendFile_failsForAFileThatIsNotOpenForReadingAndHarmsNothingElse() throws IOException {
        Pair pair = open(Script.idle(), Script.idle());
        Path path = Files.createTempFile("contract", "");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            file.write(ByteBuffer.allocate(100));
            assertThrows(NonReadableChannelException.class, () -> await(send(pair.client(), file, 0, 100)));
        }
        on(pair.client(), () -> pair.client().write("end"));
        waitFor("all had come", () -> pair.server().receivedBytes() == 3);
    }

    @Test
    void sendFile_toTheEndOfTheFileFromItsMiddle() throws IOException {
        Pair pair = open(Script.idle(), Script.idle());
        try (FileChannel file = file(1000)) {
            assertEquals(400, await(send(pair.client(), file, 600, Long.MAX_VALUE)));
        }
    }

    @Test
    void T6_whatIsWrittenBehindAFileCountsAgainstTheMarks() throws IOException {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        AtomicInteger behind = new AtomicInteger();
        try (FileChannel file = file(FILE_BYTES)) {
            // In one turn, so that a stack that must see the file's bytes has sent none of them yet.
            on(pair.client(), () -> {
                keep(pair.client().transport().sendFile(file, 0, FILE_BYTES));
                while (!pair.client().heard("paused") && behind.get() < MOST_BEHIND_BYTES) {
                    pair.client().write(pattern(behind.get(), PIECE_BYTES));
                    behind.addAndGet(PIECE_BYTES);
                }
            });
            assertTrue(pair.client().heard("paused"), "never paused with " + behind + " bytes waiting");
            on(pair.server(), pair.server()::resume);
            waitFor("all had come", () -> pair.server().receivedBytes() == FILE_BYTES + behind.get());
            waitFor(
                    "the client may write on",
                    () -> pair.client().times("paused") == pair.client().times("resumed"));
        }
        assertEquals(
                pattern(0, FILE_BYTES).plus(pattern(0, behind.get())),
                pair.server().received());
    }

    @Test
    void sendFile_refusesNegativeRanges() throws IOException {
        Pair pair = open(Script.idle(), Script.idle());
        try (FileChannel file = file(1)) {
            Transport transport = pair.client().transport();
            assertThrows(IllegalArgumentException.class, () -> keep(transport.sendFile(file, -1, 1)));
            assertThrows(IllegalArgumentException.class, () -> keep(transport.sendFile(file, 0, -1)));
        }
    }

    @Test
    void T9_aLayerPushedLiveAtBothEndsTransformsFromThenOn() {
        // "go" in clear; everything behind it goes through the layer, also what came in the same piece.
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            if (probe.receivedBytes() == bytes.length() && bytes.startsWith(Bytes.utf8("go"))) {
                Connection.of(probe.transport())
                        .push(new Layers.Xor(), bytes.slice(2).asReadOnlyBuffer());
            }
        }));
        on(pair.client(), () -> {
            pair.client().write("go");
            Connection.of(pair.client().transport()).push(new Layers.Xor());
            pair.client().write("secret");
        });
        Bytes wanted = Bytes.utf8("secret");
        waitFor("the layer opened it", () -> pair.server().received().endsWith(wanted));
        on(pair.server(), () -> pair.server().write("reply"));
        waitFor("the reply came", () -> pair.client().receivedBytes() == 5);
        assertEquals(Bytes.utf8("reply"), pair.client().received());
        assertEquals(1, pair.client().times("made"));
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), pair.server());
    }

    /** Pushes layers behind the {@code signalAt}-th byte, which is the last one in clear. */
    private Script pushingAfter(int signalAt, int layers) {
        return Script.idle().onData((probe, bytes) -> {
            int left = (int) probe.receivedBytes() - signalAt;
            if (left >= 0 && left < bytes.length()) {
                pushHandshakes(probe, layers, bytes.slice(bytes.length() - left));
                inClear.set(probe.received());
            }
        });
    }

    private static void pushHandshakes(Probe probe, int layers, Bytes received) {
        Connection connection = Connection.of(probe.transport());
        connection.push(new Layers.Handshake(), received.asReadOnlyBuffer());
        for (int i = 1; i < layers; i++) {
            connection.push(new Layers.Handshake());
        }
    }

    private void assertTalks(Pair pair) {
        waitFor("the client had its layers", () -> inClear.get() != null);
        on(pair.client(), () -> pair.client().write("question"));
        waitFor("the question came", () -> pair.server().received().endsWith(Bytes.utf8("question")));
        on(pair.server(), () -> pair.server().write("answer"));
        Bytes wanted = Objects.requireNonNull(inClear.get()).plus(Bytes.utf8("answer"));
        waitFor("the answer came", () -> pair.client().receivedBytes() >= wanted.length());
        settle(pair.client(), pair.server());
        assertEquals(wanted, pair.client().received());
        assertTrue(pair.server().transport().isWritable());
        assertTrue(pair.server().transport().isReading());
    }

    @Test
    void T9_aHandshakePushedInADeliveryThatHadWaitedIsFinished() {
        AtomicInteger deliveries = new AtomicInteger();
        Pair pair = open(pushingAfter(1, 1), Script.idle().onData((probe, bytes) -> {
            if (deliveries.incrementAndGet() == 1) {
                probe.pause();
                Connection.of(probe.transport()).unread(bytes.asReadOnlyBuffer());
            } else if (deliveries.get() == 2) {
                probe.write("!");
                pushHandshakes(probe, 1, Bytes.EMPTY);
            }
        }));
        on(pair.client(), () -> pair.client().write("?"));
        waitFor("it waits", () -> deliveries.get() == 1);
        on(pair.server(), pair.server()::resume);
        assertTalks(pair);
    }

    @Test
    void T9_aHandshakePushedWhileMoreWaitsThanTheMarkAllowsIsFinished() {
        int before = 40 * PIECE_BYTES;
        Pair pair = open(pushingAfter(before + 1, 1), Script.idle().onData((probe, bytes) -> {
            if (probe.receivedBytes() == 1) {
                probe.write(pattern(0, before));
                probe.write("!");
                pushHandshakes(probe, 1, Bytes.EMPTY);
            }
        }));
        on(pair.client(), () -> pair.client().write("?"));
        assertTalks(pair);
        assertEquals(pair.server().times("paused"), pair.server().times("resumed"));
    }

    @Test
    void T9_handshakesPushedOneAfterTheOtherEachBeginOnce() {
        Pair pair = open(pushingAfter(1, 2), Script.idle().onData((probe, bytes) -> {
            if (probe.receivedBytes() == 1) {
                probe.write("!");
                pushHandshakes(probe, 2, Bytes.EMPTY);
            }
        }));
        on(pair.client(), () -> pair.client().write("?"));
        assertTalks(pair);
        assertEquals(Bytes.utf8("?question"), pair.server().received());
    }

    @Test
    void P5_noProtocolBeginsOnAConnectionThatTheOneBeforeHasClosed() {
        List<Probe> second = new CopyOnWriteArrayList<>();
        Pair pair = open(
                Script.idle(),
                Script.idle()
                        .onData((probe, bytes) -> Connection.of(probe.transport())
                                .replace(
                                        transport -> {
                                            second.add(new Probe(transport, Script.idle(), witness()));
                                            return second.get(0);
                                        },
                                        ByteBuffer.allocate(0)))
                        .onLost((probe, reason) -> probe.close()));
        on(pair.client(), () -> pair.client().write("x"));
        waitForEnd(pair.client(), pair.server());
        settle(pair.client(), pair.server());
        assertEquals(List.of(), second.get(0).events());
    }

    @Test
    void T9_aReplacedProtocolGetsTheBytesLeftOverAndWhatFollows() {
        List<Probe> second = new CopyOnWriteArrayList<>();
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            Connection connection = Connection.of(probe.transport());
            connection.replace(
                    transport -> {
                        second.add(new Probe(transport, Script.echo(), witness()));
                        return second.get(0);
                    },
                    bytes.slice(1).asReadOnlyBuffer());
        }));
        on(pair.client(), () -> pair.client().write("!rest"));
        waitFor("the rest came back", () -> pair.client().receivedBytes() == 4);
        on(pair.client(), () -> pair.client().write(" more"));
        waitFor("more came back", () -> pair.client().receivedBytes() == 9);
        assertEquals(Bytes.utf8("rest more"), pair.client().received());
        assertInstanceOf(HandedOver.class, pair.server().reason());
        assertEquals(List.of("made", "data", "lost"), pair.server().events());
        assertSame(pair.server().transport(), second.get(0).transport());
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), second.get(0));
        assertEnded(Clean.class, By.PEER, second.get(0));
    }

    @Test
    void T9_aReplacementThatRefusesClosesTheConnection() {
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> Connection.of(probe.transport())
                .replace(transport -> new Refusal("not this one"), ByteBuffer.allocate(0))));
        on(pair.client(), () -> pair.client().write("x"));
        waitForEnd(pair.client(), pair.server());
        assertEnded(Clean.class, By.PEER, pair.client());
        assertInstanceOf(HandedOver.class, pair.server().reason());
    }

    @Test
    void T9_whatIsUnreadComesAgainWhenReadingResumes() {
        List<Bytes> first = new CopyOnWriteArrayList<>();
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            if (first.isEmpty()) {
                first.add(bytes);
                probe.pause();
                Connection.of(probe.transport()).unread(bytes.slice(1).asReadOnlyBuffer());
            }
        }));
        on(pair.client(), () -> pair.client().write("abc"));
        waitFor("the first came", () -> pair.server().receivedBytes() > 0);
        on(pair.client(), () -> pair.client().write("def"));
        settle(pair.client(), pair.server());
        assertEquals(first.get(0), pair.server().received());
        on(pair.server(), pair.server()::resume);
        waitFor("the last came", () -> pair.server().received().endsWith(Bytes.utf8("f")));
        assertEquals(first.get(0).plus(Bytes.utf8("bcdef")), pair.server().received());
    }

    private static void keep(Deferred<Long> answer) {
        answer.exceptionally(ignored -> 0L);
    }
}
