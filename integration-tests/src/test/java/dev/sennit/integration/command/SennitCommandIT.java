package dev.sennit.integration.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.support.BackgroundProgram;
import dev.sennit.integration.support.PlainSocket;
import dev.sennit.integration.support.Program;
import dev.sennit.integration.support.SennitCommand;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.PeerHome;
import dev.sennit.peers.Peers;
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
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command, as packaged and as processes, with other people's programs at the far end. */
class SennitCommandIT {
    /** Ann's part in the chat, for a shell: netcat at both ends of a pipe, and a wait for each line that it needs. */
    private static final String NETCAT_CHAT = """
            hear() { n=0; until grep -q "$1" heard; do sleep 0.05; n=$((n + 1)); [ $n -lt 400 ] || exit 1; done; }
            mkfifo says && : >heard
            nc.openbsd -N %s %d <says >heard &
            exec 3>says
            hear name; echo ann >&3
            hear 'bob joined'; echo 'good morning' >&3
            hear 'good evening'
            exec 3>&-
            wait $! && cat heard
            """;

    /** Sends a line, waits until it comes back, and ends; for a shell, in the folder with the certificates. */
    private static final String OPENSSL_ECHO = """
            cd %s && : >heard
            {
                echo hello; n=0
                until grep -q hello heard || [ $n -ge 400 ]; do sleep 0.05; n=$((n + 1)); done
            } | openssl s_client -quiet -no_ign_eof -verify_return_error -verify_hostname localhost \\
                -CAfile certs/ca.pem -connect %s:%d >heard 2>said || { cat said; exit 1; }
            cat heard
            """;

    @Test
    @NeedsPeer({"netcat", "twisted"})
    void servesEchoOverBothFamiliesAndDrainsOnTerm(
            Peers peers, @NeedsPeer("netcat") Peer netcat, @NeedsPeer("twisted") Peer twisted) throws Exception {
        try (Program server = SennitCommand.start("serve", "echo", anyPort(peers), "tcp6:0:interface=[::1]")) {
            int four = server.portAfter("echo is listening on tcp ");
            int six = server.portAfter("echo is listening on tcp6 [::1]");
            netcatGetsItsLineBack(netcat, peers.testHost(), four);
            if (peers.home() != PeerHome.BRIDGE) { // whose network knows IPv4 alone
                netcatGetsItsLineBack(netcat, "-6 ::1", six);
            }
            BackgroundProgram.assertTwistedGetsBytesBack(twisted, peers.testHost(), four, 1024 * 1024);

            try (Socket open = PlainSocket.connect(four)) {
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
    @NeedsPeer("openssl")
    void servesTlsBesideTcpWithACertificateMadeForDevelopment(Peers peers, @NeedsPeer("openssl") Peer openssl)
            throws Exception {
        ProcessBuilder serve = new ProcessBuilder(
                SennitCommand.line("serve", "echo", anyPort(peers), "ssl:0:interface=" + peers.testInterface()));
        serve.directory(peers.folder().toFile());
        try (Program server = Program.start(serve)) {
            server.portAfter("echo is listening on tcp ");
            int port = server.portAfter("echo is listening on tls ");
            String call = OPENSSL_ECHO.formatted(peers.folder(), peers.testHost(), port);

            assertEquals("hello\n", openssl.exec("sh", "-c", call).outputOfSuccess());

            server.terminate();
            assertEquals(0, server.exitCode(), server::errors);
            assertTrue(server.errors().contains("no cert= is given, so certs/localhost.pem is shown"), server::errors);
        }
    }

    @Test
    void joinsAPipeToTwistedsLineReceiverByteForByte(@NeedsPeer("twisted") Peer twisted, @TempDir Path folder)
            throws Exception {
        String lines = "a line of some length, and its end\r\n".repeat(20_000);
        Path input = Files.writeString(folder.resolve("input"), lines + "quit\r\n");
        Path output = folder.resolve("output");
        List<String> piped = new ArrayList<>(List.of("/bin/sh", "-c", "cat \"$0\" | \"$@\"", input.toString()));
        piped.addAll(SennitCommand.line("connect", twisted.endpoint(1)));
        try (Program command = Program.start(new ProcessBuilder(piped).redirectOutput(output.toFile()))) {
            assertEquals(0, command.exitCode(), command::errors);
            assertEquals("", command.errors());
        }
        String answer = "hello from twisted\r\n" + lines.toUpperCase(Locale.ROOT);
        assertArrayEquals(answer.getBytes(StandardCharsets.US_ASCII), Files.readAllBytes(output));
    }

    @Test
    void handsOnEachLineToTwistedsEchoAsItComesAndEndsWithItsInput(@NeedsPeer("twisted") Peer twisted)
            throws Exception {
        try (Program command = SennitCommand.start("connect", twisted.endpoint())) {
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
    void servesOneConnectionOnItsStandardStreamsAndEndsWithIt() throws Exception {
        try (Program server = SennitCommand.start("serve", "echo", "stdio")) {
            server.say("hello");
            assertEquals("hello", server.line());
            server.endInput();
            assertEquals(List.of(), server.restOfLines());
            assertEquals(0, server.exitCode(), server::errors);
        }
    }

    @Test
    @NeedsPeer({"netcat", "twisted"})
    void hasNetcatTwistedAndASocketChatInOneRoom(
            Peers peers, @NeedsPeer("netcat") Peer netcat, @NeedsPeer("twisted") Peer twisted) throws Exception {
        try (Program server = SennitCommand.start("serve", "chat", anyPort(peers))) {
            int port = server.portAfter("chat is listening on tcp ");
            try (Socket cid = PlainSocket.connect(port)) {
                BufferedReader heard =
                        new BufferedReader(new InputStreamReader(cid.getInputStream(), StandardCharsets.UTF_8));
                cid.getOutputStream().write("cid\r\n".getBytes(StandardCharsets.UTF_8));
                lineWith(heard, "Welcome");
                BackgroundProgram ann =
                        BackgroundProgram.start(netcat, "sh", "-c", NETCAT_CHAT.formatted(peers.testHost(), port));
                lineWith(heard, "ann joined");
                BackgroundProgram bob = BackgroundProgram.twistedDialogue(
                        twisted, peers.testHost(), port, "<name", ">bob", "<bob", "<good morning", "<good evening");
                assertTrue(lineWith(heard, "good morning").contains("ann"));
                cid.getOutputStream().write("good evening\r\n".getBytes(StandardCharsets.UTF_8));
                assertTrue(bob.lineWith("good morning").contains("ann"));
                assertTrue(ann.lineWith("good evening").contains("cid"));
                assertTrue(bob.lineWith("good evening").contains("cid"));
            }
            server.terminate();
            assertEquals(0, server.exitCode(), server::errors);
        }
    }

    @Test
    @NeedsPeer("twisted")
    void handsOutAThousandTimeUuidsOverFiftyConnectionsAndAllDiffer(Peers peers, Peer twisted) throws Exception {
        try (Program server = SennitCommand.start("serve", "uuid", anyPort(peers))) {
            int port = server.portAfter("uuid is listening on tcp ");
            TimeUuidAnswers.check(twisted, "tcp:" + peers.testHost() + ":" + port, 50, 20);
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
            // Bound, but not listening: no other process gets the port, and connections are refused.
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

    private static void netcatGetsItsLineBack(Peer netcat, String host, int port) throws InterruptedException {
        String call = "printf 'hello\\n' | nc.openbsd -N " + host + " " + port;
        assertEquals("hello\n", netcat.exec("sh", "-c", call).outputOfSuccess());
    }

    private static String anyPort(Peers peers) {
        return "tcp:0:interface=" + peers.testInterface();
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
