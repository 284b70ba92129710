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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live changes of the stack, and files among writes. */
public abstract class StackContract extends ContractTest {
    private static final int FILE_BYTES = 3_000_000;
    private static final int PIECE_BYTES = 100_000;
    private static final int MOST_BEHIND_BYTES = 50_000_000;

    /** What the client has received in clear, with what the piece held behind it; null until it has pushed its layers. */
    private final AtomicReference<Bytes> inClear = new AtomicReference<>();

    private final List<FileChannel> files = new ArrayList<>();

    @AfterEach
    void closeFiles() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }

    /** Opens a file with so many bytes of the pattern, until the test ends. */
    private FileChannel file(int length) {
        try {
            Path path = Files.write(
                    Files.createTempFile("contract", ""), pattern(0, length).toByteArray());
            files.add(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE));
            return files.get(files.size() - 1);
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
        open(Script.idle(), Script.idle());
        FileChannel file = file(FILE_BYTES);
        assertEquals(FILE_BYTES, await(send(client, file, 0, FILE_BYTES)));
        assertEquals(0, file.position());
        waitForPattern(FILE_BYTES, server);
    }

    @Test
    void sendFile_keepsItsPlaceAmongWritesAndClose() {
        open(Script.idle(), Script.idle());
        Bytes wanted = Bytes.concat(
                Bytes.utf8("<"),
                pattern(0, FILE_BYTES).slice(1000, 501_000),
                Bytes.utf8("|"),
                pattern(0, FILE_BYTES).slice(0, 10),
                Bytes.utf8(">"));
        FileChannel file = file(FILE_BYTES);
        on(client, () -> {
            client.write("<");
            keep(client.transport().sendFile(file, 1000, 500_000));
            client.write("|");
            keep(client.transport().sendFile(file, 0, 10));
            client.write(">");
            client.close();
        });
        waitForEnd(client, server);
        assertEquals(wanted, server.received());
        assertEnded(Clean.class, By.PEER, server);
    }

    @Test
    void sendFile_answersWhatThereWasIfTheFileEndsEarly() {
        open(Script.idle(), Script.idle());
        FileChannel file = file(1000);
        assertEquals(400, await(send(client, file, 600, 5000)));
        assertEquals(0, await(send(client, file, 5000, 10)));
        assertEquals(0, await(send(client, file, 0, 0)));
        on(client, () -> client.write("end"));
        waitFor("all had come", () -> server.receivedBytes() == 403);
    }

    @Test
    void sendFile_failsWhenTheConnectionEndsFirst() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        FileChannel file = file(60_000_000);
        Deferred<Long> answer = send(client, file, 0, 60_000_000);
        on(client, client::abort);
        assertThrows(RuntimeException.class, () -> await(answer));
        assertThrows(RuntimeException.class, () -> await(send(client, file, 0, 1)));
    }

    @Test
    void sendFile_failsAfterTheEndOfTheOutput() {
        open(Script.idle(), Script.staysOpen());
        FileChannel file = file(1000);
        on(client, () -> client.transport().endOutput());
        assertThrows(IllegalStateException.class, () -> await(send(client, file, 0, 1000)));
        assertThrows(IllegalStateException.class, () -> await(client.transport().sendFile(file, 0, 1000)));
        waitFor("the end came", () -> server.heard("inputEnded"));
        on(server, server::close);
        waitForEnd(client, server);
        assertEquals(0, server.receivedBytes());
    }

    @Test
    void sendFile_failsBehindAFileAndTheEndOfTheOutput() {
        open(Script.idle(), Script.staysOpen());
        Deferred.Source<Deferred<Long>> late = new Deferred.Source<>();
        FileChannel file = file(FILE_BYTES);
        on(client, () -> {
            keep(client.transport().sendFile(file, 0, FILE_BYTES));
            client.transport().endOutput();
            late.succeed(client.transport().sendFile(file, 0, 1000));
        });
        assertThrows(IllegalStateException.class, () -> await(late.deferred().thenCompose(answer -> answer)));
        waitFor("the end came", () -> server.heard("inputEnded"));
        assertPattern(FILE_BYTES, server.received());
        on(server, server::close);
        waitForEnd(client, server);
    }

    @Test
    void sendFile_failsForAFileThatIsNotOpenForReadingAndHarmsNothingElse() throws IOException {
        open(Script.idle(), Script.idle());
        Path path = Files.createTempFile("contract", "");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            file.write(ByteBuffer.allocate(100));
            assertThrows(NonReadableChannelException.class, () -> await(send(client, file, 0, 100)));
        }
        on(client, () -> client.write("end"));
        waitFor("all had come", () -> server.receivedBytes() == 3);
    }

    @Test
    void sendFile_toTheEndOfTheFileFromItsMiddle() {
        open(Script.idle(), Script.idle());
        FileChannel file = file(1000);
        assertEquals(400, await(send(client, file, 600, Long.MAX_VALUE)));
    }

    @Test
    void T6_whatIsWrittenBehindAFileCountsAgainstTheMarks() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        AtomicInteger behind = new AtomicInteger();
        FileChannel file = file(FILE_BYTES);
        // In one turn, so that a stack that must see the file's bytes has sent none of them yet.
        on(client, () -> {
            keep(client.transport().sendFile(file, 0, FILE_BYTES));
            while (!client.heard("paused") && behind.get() < MOST_BEHIND_BYTES) {
                client.write(pattern(behind.get(), PIECE_BYTES));
                behind.addAndGet(PIECE_BYTES);
            }
        });
        assertTrue(client.heard("paused"), "never paused with " + behind + " bytes waiting");
        on(server, server::resume);
        waitFor("all had come", () -> server.receivedBytes() == FILE_BYTES + behind.get());
        waitFor("the client may write on", () -> client.times("paused") == client.times("resumed"));
        assertEquals(pattern(0, FILE_BYTES).plus(pattern(0, behind.get())), server.received());
    }

    @Test
    void sendFile_refusesNegativeRanges() {
        open(Script.idle(), Script.idle());
        FileChannel file = file(1);
        Transport transport = client.transport();
        assertThrows(IllegalArgumentException.class, () -> keep(transport.sendFile(file, -1, 1)));
        assertThrows(IllegalArgumentException.class, () -> keep(transport.sendFile(file, 0, -1)));
    }

    @Test
    void T9_aLayerPushedLiveAtBothEndsTransformsFromThenOn() {
        // "go" in clear; everything behind it goes through the layer, also what came in the same piece.
        open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            if (probe.receivedBytes() == bytes.length() && bytes.startsWith(Bytes.utf8("go"))) {
                Connection.of(probe.transport())
                        .push(new Layers.Xor(), bytes.slice(2).asReadOnlyBuffer());
            }
        }));
        on(client, () -> {
            client.write("go");
            Connection.of(client.transport()).push(new Layers.Xor());
            client.write("secret");
        });
        Bytes wanted = Bytes.utf8("secret");
        waitFor("the layer opened it", () -> server.received().endsWith(wanted));
        on(server, () -> server.write("reply"));
        waitForText("reply", client);
        assertEquals(1, client.times("made"));
        closeBoth();
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

    /** Answers the first byte with so many bytes in clear and one more, and pushes layers behind them. */
    private static Script pushingAtOnce(int clear, int layers) {
        return Script.idle().onData((probe, bytes) -> {
            if (probe.receivedBytes() == 1) {
                probe.write(pattern(0, clear));
                probe.write("!");
                pushHandshakes(probe, layers, Bytes.EMPTY);
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

    private void assertTalks() {
        waitFor("the client had its layers", () -> inClear.get() != null);
        on(client, () -> client.write("question"));
        waitFor("the question came", () -> server.received().endsWith(Bytes.utf8("question")));
        on(server, () -> server.write("answer"));
        Bytes wanted = Objects.requireNonNull(inClear.get()).plus(Bytes.utf8("answer"));
        waitFor("the answer came", () -> client.receivedBytes() >= wanted.length());
        settle(client, server);
        assertEquals(wanted, client.received());
        assertTrue(server.transport().isWritable());
        assertTrue(server.transport().isReading());
    }

    @Test
    void T9_aHandshakePushedInADeliveryThatHadWaitedIsFinished() {
        AtomicInteger deliveries = new AtomicInteger();
        open(pushingAfter(1, 1), Script.idle().onData((probe, bytes) -> {
            if (deliveries.incrementAndGet() == 1) {
                probe.pause();
                Connection.of(probe.transport()).unread(bytes.asReadOnlyBuffer());
            } else if (deliveries.get() == 2) {
                probe.write("!");
                pushHandshakes(probe, 1, Bytes.EMPTY);
            }
        }));
        on(client, () -> client.write("?"));
        waitFor("it waits", () -> deliveries.get() == 1);
        on(server, server::resume);
        assertTalks();
    }

    @Test
    void T9_aHandshakePushedWhileMoreWaitsThanTheMarkAllowsIsFinished() {
        int before = 40 * PIECE_BYTES;
        open(pushingAfter(before + 1, 1), pushingAtOnce(before, 1));
        on(client, () -> client.write("?"));
        assertTalks();
        assertEquals(server.times("paused"), server.times("resumed"));
    }

    @Test
    void T9_handshakesPushedOneAfterTheOtherEachBeginOnce() {
        open(pushingAfter(1, 2), pushingAtOnce(0, 2));
        on(client, () -> client.write("?"));
        assertTalks();
        assertEquals(Bytes.utf8("?question"), server.received());
    }

    @Test
    void P5_noProtocolBeginsOnAConnectionThatTheOneBeforeHasClosed() {
        Script handsOver = Script.idle()
                .onData((probe, bytes) ->
                        Connection.of(probe.transport()).replace(serverProbes(Script.idle()), ByteBuffer.allocate(0)))
                .onLost((probe, reason) -> probe.close());
        open(Script.idle(), handsOver);
        on(client, () -> client.write("x"));
        waitForEnd(client, server);
        settle(client, server);
        assertEquals(List.of(), accepted(1).events());
    }

    @Test
    void T9_aReplacedProtocolGetsTheBytesLeftOverAndWhatFollows() {
        open(Script.idle(), Script.idle().onData((probe, bytes) -> Connection.of(probe.transport())
                .replace(serverProbes(Script.echo()), bytes.slice(1).asReadOnlyBuffer())));
        on(client, () -> client.write("!rest"));
        waitForText("rest", client);
        on(client, () -> client.write(" more"));
        waitForText("rest more", client);
        assertInstanceOf(HandedOver.class, server.reason());
        assertEquals(List.of("made", "data", "lost"), server.events());
        assertSame(server.transport(), accepted(1).transport());
        on(client, client::close);
        waitForEnd(Clean.class, By.PEER, accepted(1));
        waitForEnd(client);
    }

    @Test
    void T9_aReplacementThatRefusesClosesTheConnection() {
        open(Script.idle(), Script.idle().onData((probe, bytes) -> Connection.of(probe.transport())
                .replace(transport -> new Refusal("not this one"), ByteBuffer.allocate(0))));
        on(client, () -> client.write("x"));
        waitForEnd(Clean.class, By.PEER, client);
        waitForEnd(server);
        assertInstanceOf(HandedOver.class, server.reason());
    }

    @Test
    void T9_whatIsUnreadComesAgainWhenReadingResumes() {
        List<Bytes> first = new CopyOnWriteArrayList<>();
        open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            if (first.isEmpty()) {
                first.add(bytes);
                probe.pause();
                Connection.of(probe.transport()).unread(bytes.slice(1).asReadOnlyBuffer());
            }
        }));
        on(client, () -> client.write("abc"));
        waitFor("the first came", () -> server.receivedBytes() > 0);
        on(client, () -> client.write("def"));
        settle(client, server);
        assertEquals(first.get(0), server.received());
        on(server, server::resume);
        waitFor("the last came", () -> server.received().endsWith(Bytes.utf8("f")));
        assertEquals(first.get(0).plus(Bytes.utf8("bcdef")), server.received());
    }

    private static void keep(Deferred<Long> answer) {
        answer.exceptionally(ignored -> 0L);
    }
}
