package dev.sennit.integration;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.process.Peers;
import dev.sennit.integration.process.Program;
import dev.sennit.integration.process.SennitCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command, as packaged and as processes, with other people's programs at the far end. */
class SennitCommandIT {
    private static final String ANY_PORT = "tcp:0:interface=127.0.0.1";

    @Test
    void servesEchoOverBothFamiliesAndDrainsOnTerm() throws Exception {
        try (Program server = SennitCommand.start("serve", "echo", ANY_PORT, "tcp6:0:interface=[::1]")) {
            String four = server.lineAfter("echo is listening on tcp 127.0.0.1:");
            String six = server.lineAfter("echo is listening on tcp6 [::1]:");
            netcatGetsItsLineBack("127.0.0.1", four);
            netcatGetsItsLineBack("-6", "::1", six);
            twistedGetsItsBytesBack("tcp:127.0.0.1:" + four);

            try (Socket open = PlainSocket.connect(Integer.parseInt(four))) {
                open.getOutputStream().write('a');
                assertEquals('a', open.getInputStream().read());
                server.terminate();
                assertEquals(-1, open.getInputStream().read());
            }
            assertEquals(List.of(), server.restOfLines());
            assertEquals(0, server.exitCode(), server::errors);
            assertSaysOneThing(server.errors(), "stopping echo");
        }
    }

    @Test
    void joinsAPipeToTwistedsLineReceiverByteForByte(@TempDir Path folder) throws Exception {
        String lines = "a line of some length, and its end\r\n".repeat(20_000) + "bye\r\n";
        Path input = Files.writeString(folder.resolve("input"), lines);
        Path output = folder.resolve("output");
        try (Program server = Peers.twisted("line_server.py")) {
            String endpoint = "tcp:127.0.0.1:" + server.lineAfter("listening on ");
            List<String> piped = new ArrayList<>(List.of("/bin/sh", "-c", "cat \"$0\" | \"$@\"", input.toString()));
            piped.addAll(SennitCommand.line("connect", endpoint));
            try (Program command = Program.start(new ProcessBuilder(piped).redirectOutput(output.toFile()))) {
                assertEquals(0, command.exitCode(), command::errors);
                assertEquals("", command.errors());
            }
        }
        assertArrayEquals(Files.readAllBytes(input), Files.readAllBytes(output));
    }

    @Test
    void handsOnEachLineToTwistedsEchoAsItComesAndEndsWithItsInput() throws Exception {
        try (Program server = Peers.twisted("echo_server.py");
                Program command =
                        SennitCommand.start("connect", "tcp:127.0.0.1:" + server.lineAfter("listening on "))) {
            for (String line : List.of("hello", "what a fine day")) {
                command.say(line);
                assertEquals(line, command.line());
            }
            command.endInput();
            assertEquals(List.of(), command.restOfLines());
            assertEquals(0, command.exitCode(), command::errors);
            assertEquals("", command.errors());
        }
    }

    @Test
    void hasNetcatTwistedAndASocketChatInOneRoom() throws Exception {
        try (Program server = SennitCommand.start("serve", "chat", ANY_PORT)) {
            String port = server.lineAfter("chat is listening on tcp 127.0.0.1:");
            try (Program ann = Program.start(List.of(Peers.program("nc"), "-N", "127.0.0.1", port));
                    Program bob = Peers.twisted("chat_client.py", "tcp:127.0.0.1:" + port);
                    Socket cid = PlainSocket.connect(Integer.parseInt(port))) {
                join(ann, "ann");
                join(bob, "bob");
                ann.lineWith("bob");
                BufferedReader heard =
                        new BufferedReader(new InputStreamReader(cid.getInputStream(), StandardCharsets.UTF_8));
                cid.getOutputStream().write("cid\r\n".getBytes(StandardCharsets.UTF_8));
                bob.lineWith("cid");

                ann.say("good morning");
                assertTrue(bob.lineWith("good morning").contains("ann"));
                assertTrue(lineWith(heard, "good morning").contains("ann"));
                cid.getOutputStream().write("good evening\r\n".getBytes(StandardCharsets.UTF_8));
                assertTrue(ann.lineWith("good evening").contains("cid"));
                assertTrue(bob.lineWith("good evening").contains("cid"));
            }
            server.terminate();
            assertEquals(0, server.exitCode(), server::errors);
        }
    }

    @Test
    void handsOutAThousandTimeUuidsOverFiftyConnectionsAndAllDiffer() throws Exception {
        try (Program server = SennitCommand.start("serve", "uuid", ANY_PORT)) {
            TimeUuidAnswers.check("tcp:127.0.0.1:" + server.lineAfter("uuid is listening on tcp 127.0.0.1:"), 50, 20);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "serve echo tcp:80000                      | 2 | port must be 0 to 65535",
                "connect tcp:8007                          | 2 | tcp client needs 'port'",
                "connect tpc:localhost:1                   | 2 | did you mean 'tcp'?",
                "serve ehco tcp:0                          | 2 | unknown service 'ehco'; did you mean 'echo'?",
                "serve echo tcp:0 --quote=x                | 2 | has no option '--quote'",
                "serve logfile tcp:0                       | 2 | missing required option: '--file=VALUE'",
                "serve echo tcp:TAKEN:interface=127.0.0.1  | 1 | the address is already in use",
                "connect tcp:127.0.0.1:SILENT              | 1 | connection refused",
                "connect tcp:no-such-host.invalid:1:timeout=5s | 1 | no-such-host.invalid",
            })
    void saysOnceWhatIsWrongAndNoMore(String arguments, int exitCode, String message) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket silent = new Socket()) {
            // Bound, but nobody listens: nobody else gets the port, and whoever connects is refused.
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String line = arguments
                    .replace("TAKEN", Integer.toString(taken.getLocalPort()))
                    .replace("SILENT", Integer.toString(silent.getLocalPort()));
            try (Program command = SennitCommand.start(line.split(" "))) {
                assertEquals(List.of(), command.restOfLines());
                assertEquals(exitCode, command.exitCode(), command::errors);
                assertSaysOneThing(command.errors(), message);
                assertTrue(exitCode == 2 || command.errors().lines().count() == 1, command::errors);
            }
        }
    }

    @Test
    void showsItsUsageToWhoeverSaysNothing() throws Exception {
        try (Program command = SennitCommand.start()) {
            assertEquals(List.of(), command.restOfLines());
            assertEquals(2, command.exitCode());
            assertTrue(command.errors().contains("Usage: sennit"), command::errors);
            assertNoTrace(command.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--help", "serve --help", "connect --help"})
    void answersQuestionsOnStandardOutput(String arguments) throws Exception {
        try (Program command = SennitCommand.start(arguments.split(" "))) {
            assertTrue(String.join("\n", command.restOfLines()).contains("sennit"));
            assertEquals(0, command.exitCode(), command::errors);
            assertEquals("", command.errors());
        }
    }

    private static void netcatGetsItsLineBack(String... place) throws IOException {
        List<String> line = new ArrayList<>(List.of(Peers.program("nc"), "-N"));
        line.addAll(List.of(place));
        try (Program peer = Program.start(line)) {
            peer.say("hello");
            peer.endInput();
            assertEquals(List.of("hello"), peer.restOfLines());
            assertEquals(0, peer.exitCode(), peer::errors);
        }
    }

    private static void twistedGetsItsBytesBack(String endpoint) throws IOException {
        try (Program peer = Peers.twisted("echo_client.py", endpoint, 1024 * 1024)) {
            String sent = peer.lineAfter("sent ");
            assertEquals(sent, peer.lineAfter("received "));
            assertEquals(0, peer.exitCode(), peer::errors);
        }
    }

    private static void join(Program member, String name) throws IOException {
        member.lineWith("name");
        member.say(name);
        member.lineWith(name);
    }

    private static String lineWith(BufferedReader reader, String text) throws IOException {
        String line = String.valueOf(reader.readLine());
        while (!line.contains(text)) {
            assertFalse(line.equals("null"), "ended without '" + text + "'");
            line = String.valueOf(reader.readLine());
        }
        return line;
    }

    private static void assertSaysOneThing(String errors, String message) {
        assertTrue(errors.contains(message), errors);
        long messages =
                errors.lines().filter(line -> line.startsWith("sennit: ")).count();
        assertAll(() -> assertEquals(1, messages, errors), () -> assertNoTrace(errors));
    }

    private static void assertNoTrace(String errors) {
        assertFalse(errors.contains("\tat ") || errors.contains("Exception"), errors);
    }
}
