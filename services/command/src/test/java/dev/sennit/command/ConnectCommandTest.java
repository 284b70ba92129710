package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.nio.NioReactor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command against a plain blocking server. */
@Timeout(60)
final class ConnectCommandTest {
    private final TestWorld world = new TestWorld(new NioReactor());
    private final GatedInput silent = new GatedInput("");
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init") // JUnit calls listen() first.
    ConnectCommandTest() {}

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        silent.open();
        server.close();
        world.close();
    }

    private CompletableFuture<Integer> connect(String... options) {
        String[] arguments = new String[2 + options.length];
        arguments[0] = "connect";
        arguments[1] = "tcp:127.0.0.1:" + server.getLocalPort();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return world.start(arguments);
    }

    private CompletableFuture<Integer> connectWith(String input) {
        world.withInput(input);
        return connect();
    }

    private CompletableFuture<Integer> connectIdle() {
        world.withInput(silent);
        return connect();
    }

    private static int codeOf(CompletableFuture<Integer> command) throws Exception {
        return command.get(TestWorld.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private static String readAll(Socket peer) throws IOException {
        return new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void say(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sendsTheInputTellsItsEndAndWritesWhatThePeerSaysAfterIt() throws Exception {
        CompletableFuture<Integer> command = connectWith("question");
        try (Socket peer = server.accept()) {
            assertEquals("question", readAll(peer));
            say(peer, "answer");
        }
        assertEquals(0, codeOf(command));
        assertEquals("answer", world.out.text());
        assertEquals("", world.errors.text());
    }

    @Test
    void endsWhenThePeerEndsThoughTheInputGoesOn() throws Exception {
        CompletableFuture<Integer> command = connectIdle();
        try (Socket peer = server.accept()) {
            say(peer, "quote");
        }
        assertEquals(0, codeOf(command));
        assertEquals("quote", world.out.text());
    }

    @Test
    void goesOnSendingAfterThePeersEndWhenAskedTo() throws Exception {
        GatedInput late = new GatedInput("late");
        world.withInput(late);
        CompletableFuture<Integer> command = connect("--keep-sending");
        try (Socket peer = server.accept()) {
            say(peer, "enough\n");
            peer.shutdownOutput();
            world.out.awaitLines(1);
            late.open();
            assertEquals("late", readAll(peer));
        }
        assertEquals(0, codeOf(command));
    }

    @Test
    void waitsForThePeerNoLongerThanTold() throws Exception {
        world.withInput("bye");
        CompletableFuture<Integer> command = connect("--wait=1ms");
        try (Socket peer = server.accept()) {
            assertEquals(0, codeOf(command));
            assertEquals("bye", readAll(peer));
        }
    }

    @Test
    void aHangUpEndsTheInputAndWritesWhatThePeerStillSays() throws Exception {
        CompletableFuture<Integer> command = connectIdle();
        try (Socket peer = server.accept()) {
            say(peer, "hello\n");
            world.out.awaitLines(1);
            world.signal("HUP", 1);
            // A copy of the signal changes nothing.
            world.signal("HUP", 1);
            assertEquals("", readAll(peer));
            say(peer, "goodbye\n");
        }
        assertEquals(0, codeOf(command));
        assertEquals("hello\ngoodbye\n", world.out.text());
        assertEquals(List.of(), world.halts);
    }

    @Test
    void aHangUpWaitsForThePeerNoLongerThanTold() throws Exception {
        world.withInput(silent);
        CompletableFuture<Integer> command = connect("--wait=1ms");
        try (Socket peer = server.accept()) {
            say(peer, "hello\n");
            world.out.awaitLines(1);
            world.signal("HUP", 1);
            assertEquals(1, codeOf(command));
            String errors = world.errors.text();
            assertTrue(errors.contains("waiting up to 1ms for the other side to end"), errors);
        }
    }

    @Test
    void aSecondHangUpAborts() throws Exception {
        CompletableFuture<Integer> command = connectIdle();
        try (Socket peer = server.accept()) {
            say(peer, "hello\n");
            world.out.awaitLines(1);
            world.signal("HUP", 1);
            world.advance(StopRequests.COPIES);
            world.signal("HUP", 1);
            assertEquals(List.of(129), world.halts);
        }
        assertEquals(0, codeOf(command));
    }

    @Test
    void failsWhenThePeerResets() throws Exception {
        CompletableFuture<Integer> command = connectIdle();
        try (Socket peer = server.accept()) {
            // Once a line has come through, the client knows of the connection.
            say(peer, "hello\n");
            world.out.awaitLines(1);
            peer.setSoLinger(true, 0);
        }
        assertEquals(1, codeOf(command));
        assertEquals("sennit: the peer reset the connection\n", world.errors.text());
    }

    @Test
    void failsWhenTheInputCannotBeRead() throws Exception {
        world.withInput(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }
        });
        CompletableFuture<Integer> command = connect();
        try (Socket peer = server.accept()) {
            assertEquals(1, codeOf(command));
            assertTrue(peer.isConnected());
        }
        assertEquals("sennit: cannot read standard input: disk on fire\n", world.errors.text());
    }

    @Test
    void carriesMoreThanAnyBufferHoldsBothWaysAtOnce() throws Exception {
        long seed = new Random().nextLong();
        byte[] data = new byte[8 * 1024 * 1024];
        new Random(seed).nextBytes(data);
        world.withInput(new ByteArrayInputStream(data));
        CompletableFuture<Integer> command = connect();
        try (Socket peer = server.accept()) {
            // Says all of its own before it reads a byte, so that each side waits for the other unless both buffer or
            // read.
            peer.getOutputStream().write(data);
            assertArrayEquals(data, peer.getInputStream().readAllBytes(), "seed " + seed);
        }
        assertEquals(0, codeOf(command));
        assertArrayEquals(data, world.out.toByteArray(), "seed " + seed);
    }

    @Test
    void takesANameOfTheResolver() throws Exception {
        world.withInput("");
        CompletableFuture<Integer> command = world.start("connect", "tcp:localhost:" + server.getLocalPort());
        try (Socket peer = server.accept()) {
            assertTrue(readAll(peer).isEmpty());
        }
        assertEquals(0, codeOf(command));
    }
}
