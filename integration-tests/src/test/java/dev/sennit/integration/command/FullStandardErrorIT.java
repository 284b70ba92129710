package dev.sennit.integration.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.command.Main;
import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.PlainSocket;
import dev.sennit.integration.support.Program;
import dev.sennit.integration.support.Until;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command whose standard error is a full pipe that nobody reads serves, and ends when it is told to. */
class FullStandardErrorIT {
    /** Opens a pipe in both directions, so that nobody waits for the other end, fills it, and runs the command on it. */
    private static final String ON_A_FULL_PIPE = "mkfifo \"$0\" && exec 2<>\"$0\""
            + " && { dd if=/dev/zero of=\"$0\" bs=65536 count=64 oflag=nonblock conv=notrunc 2>/dev/null || true; }"
            + " && exec \"$@\"";

    private final Path pipe;
    private Program server;
    private int port;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    FullStandardErrorIT(@TempDir Path folder) {
        this.pipe = folder.resolve("errors");
    }

    @BeforeEach
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", ON_A_FULL_PIPE, pipe.toString()));
        command.addAll(List.of(ChildJvm.java(), "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("serve", "echo", "tcp:0:interface=127.0.0.1", "--verbose", "--drain=10m"));
        server = Program.start(command);
        port = server.portAfter("echo is listening on ");
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void itServesAndEndsAtTheFirstSignal() throws IOException {
        talk().close();
        server.terminate();
        assertEquals(0, server.exitCode());
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws IOException {
        try (Socket open = talk()) {
            // The drain of ten minutes waits for a client that sends and does not read.
            Thread sender = new Thread(() -> sendUntilTheEnd(open), "sender");
            sender.setDaemon(true);
            sender.start();
            server.terminate();
            Until.isTrue(this::isClosed, () -> "it still listens with " + open);
            // Those within a second of the first signal are copies of it.
            Until.isTrue(this::endsWhenToldAgain, () -> "it goes on with " + open);
            assertEquals(128 + 15, server.exitCode());
        }
    }

    private boolean endsWhenToldAgain() {
        server.terminate();
        return server.endsWithin(Duration.ofMillis(50));
    }

    private static void sendUntilTheEnd(Socket to) {
        try {
            byte[] bytes = new byte[65536];
            while (true) {
                to.getOutputStream().write(bytes);
            }
        } catch (IOException theEnd) {
            // What the test waits for.
        }
    }

    private Socket talk() throws IOException {
        Socket socket = PlainSocket.connect(port);
        socket.getOutputStream().write('?');
        assertEquals('?', socket.getInputStream().read());
        return socket;
    }

    private boolean isClosed() {
        try {
            PlainSocket.connect(port).close();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }
}
