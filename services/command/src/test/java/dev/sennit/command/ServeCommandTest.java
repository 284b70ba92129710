package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.nio.NioReactor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each service that comes with the command, run by it on the loopback interface, and how it stops. */
@Timeout(60)
final class ServeCommandTest {
    private static final String ENDPOINT = "tcp4:0:interface=127.0.0.1";

    private final TestWorld world = new TestWorld(new NioReactor());

    @AfterEach
    void closeReactor() {
        world.close();
    }

    private CompletableFuture<Integer> serve(String service, String... more) {
        List<String> arguments = new ArrayList<>(List.of("serve", service, ENDPOINT));
        arguments.addAll(List.of(more));
        return world.start(arguments.toArray(String[]::new));
    }

    private int port() throws InterruptedException {
        String line = world.out.awaitLines(1).get(0);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private int stop(CompletableFuture<Integer> command) throws Exception {
        world.signal("TERM", 15);
        return command.get(TestWorld.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** One client, talking in lines. */
    private record Client(Socket socket, BufferedReader in) implements AutoCloseable {
        static Client to(int port) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            return new Client(
                    socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }

        Client say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        String hear() throws IOException {
            return String.valueOf(in.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void announcesEachListenerWithItsRealAddress() throws Exception {
        CompletableFuture<Integer> command = serve("echo", "tcp:0:interface=127.0.0.1");
        List<String> lines = world.out.awaitLines(2);
        assertTrue(lines.get(0).matches("echo is listening on tcp4 127\\.0\\.0\\.1:[1-9]\\d+"), lines.get(0));
        assertTrue(lines.get(1).matches("echo is listening on tcp 127\\.0\\.0\\.1:[1-9]\\d+"), lines.get(1));
        assertEquals(0, stop(command));
        assertEquals("", world.errors.text());
    }

    @Test
    void servesEcho() throws Exception {
        CompletableFuture<Integer> command = serve("echo");
        try (Client client = Client.to(port())) {
            assertEquals("hello", client.say("hello").hear());
            assertEquals(0, stop(command));
            assertEquals("null", client.hear());
        }
        assertTrue(world.errors.text().startsWith("sennit: stopping echo: waiting up to 10s for 1 connection to end"));
    }

    @Test
    void servesTheQuoteGiven() throws Exception {
        CompletableFuture<Integer> command = serve("qotd", "--quote=Less is 100% more.");
        try (Client client = Client.to(port())) {
            assertEquals("Less is 100% more.", client.hear());
            assertEquals("null", client.hear());
        }
        assertEquals(0, stop(command));
    }

    @Test
    void servesAnswers() throws Exception {
        CompletableFuture<Integer> command = serve("answer");
        try (Client client = Client.to(port())) {
            assertEquals("Fine, thank you.", client.say("how ARE  you?").hear());
        }
        assertEquals(0, stop(command));
    }

    @Test
    void servesOneRoomForChat() throws Exception {
        CompletableFuture<Integer> command = serve("chat");
        try (Client ann = Client.to(port());
                Client bob = Client.to(port())) {
            ann.say("Ann");
            while (!ann.hear().contains("Welcome, Ann")) {}
            bob.say("Bob");
            while (!bob.hear().contains("Welcome, Bob")) {}
            bob.say("Good morning");
            while (!ann.hear().contains("<Bob> Good morning")) {}
            assertEquals(0, stop(command));
        }
    }

    @Test
    void countsUpToTheLimitGiven() throws Exception {
        CompletableFuture<Integer> command = serve("counting", "--limit=1");
        try (Client first = Client.to(port())) {
            assertTrue(first.hear().contains("connection 1 of at most 1"));
            try (Client second = Client.to(port())) {
                assertTrue(second.hear().startsWith("Sorry"));
            }
            assertEquals(0, stop(command));
        }
    }

    @Test
    void logsLinesToTheFileGivenAndHasThemAllInItWhenItEnds(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("lines.log");
        CompletableFuture<Integer> command = serve("logfile", "--file=" + file);
        try (Client client = Client.to(port())) {
            for (int i = 0; i < 1000; i++) {
                client.say("line " + i);
            }
            client.socket().shutdownOutput();
            assertEquals("null", client.hear());
        }
        assertEquals(0, stop(command));
        List<String> lines = Files.readAllLines(file);
        assertEquals(1000, lines.size());
        assertTrue(lines.get(999).endsWith(" line 999"), lines.get(999));
    }

    @Test
    void servesUuidsThatCarryTheTime() throws Exception {
        CompletableFuture<Integer> command = serve("uuid");
        try (Client client = Client.to(port()).say("C")) {
            String line = client.hear();
            while (!line.matches("[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")) {
                assertTrue(line.contains("UUID"), line);
                line = client.hear();
            }
        }
        assertEquals(0, stop(command));
    }

    @Test
    void cutsOffWhoDoesNotEndInTimeAndSaysSo() throws Exception {
        CompletableFuture<Integer> command =
                world.withService(new Stubborn()).start("serve", "stubborn", ENDPOINT, "--drain=1ms");
        try (Client client = Client.to(port())) {
            assertEquals("Hello.", client.hear());
            assertEquals(1, stop(command));
            String errors = world.errors.text();
            assertTrue(errors.contains("waiting up to 1ms for 1 connection"), errors);
            assertTrue(
                    errors.contains(
                            "sennit: cut off 127.0.0.1:" + client.socket().getLocalPort() + " (Guest)\n"),
                    errors);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 15, TERM, 15", "INT, 2, INT, 2", "HUP, 1, HUP, 1", "TERM, 15, HUP, 1"})
    void takesASecondSignalWithinASecondForTheFirst(String first, int firstNumber, String second, int secondNumber)
            throws Exception {
        CompletableFuture<Integer> command =
                world.withService(new Stubborn()).start("serve", "stubborn", ENDPOINT, "--drain=1h");
        try (Client client = Client.to(port())) {
            assertEquals("Hello.", client.hear());
            world.signal(first, firstNumber);
            world.advance(StopRequests.COPIES.minusNanos(1));
            world.signal(second, secondNumber);
            assertEquals(List.of(), world.halts);
            client.socket().close();
            assertEquals(0, command.get(TestWorld.DEADLINE.toSeconds(), TimeUnit.SECONDS));
            assertFalse(world.errors.text().contains("aborted"), world.errors.text());
        }
    }

    @Test
    void abortsOnASecondSignal() throws Exception {
        CompletableFuture<Integer> command =
                world.withService(new Stubborn()).start("serve", "stubborn", ENDPOINT, "--drain=1h");
        try (Client client = Client.to(port())) {
            assertEquals("Hello.", client.hear());
            world.signal("TERM", 15);
            world.advance(StopRequests.COPIES);
            world.signal("INT", 2);
            assertEquals(List.of(130), world.halts);
            assertTrue(world.errors.text().contains("sennit: aborted by a second signal\n"), world.errors.text());
            // The process would be gone; here the peer's leaving ends the drain.
            client.socket().close();
            assertEquals(0, command.get(TestWorld.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    /** A service whose connections do not leave when asked to. */
    private record Stubborn() implements ServiceType {
        @Override
        public String name() {
            return "stubborn";
        }

        @Override
        public String help() {
            return "Stays.";
        }

        @Override
        public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
            return transport -> new Guest(transport);
        }

        private record Guest(Transport transport) implements Protocol {
            @Override
            public void connectionMade() {
                transport.write(Bytes.utf8("Hello.\n"));
            }

            @Override
            public void dataReceived(ByteBuffer data) {}

            @Override
            public boolean drainRequested() {
                return true;
            }
        }
    }
}
