package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as processes of its own: signals, standard streams, exit codes. */
@Timeout(120)
final class ProcessTest {
    private final List<Process> started = new ArrayList<>();
    private final Path directory;

    ProcessTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    private Process sennit(String... arguments) throws IOException {
        return sennitInto(Redirect.PIPE, arguments);
    }

    private Process sennitInto(Redirect output, String... arguments) throws IOException {
        return java(output, List.of("-XX:TieredStopAtLevel=1"), arguments);
    }

    private Process java(Redirect output, List<String> options, String... arguments) throws IOException {
        Process process = new ProcessBuilder(commandLine(options, arguments))
                .directory(directory.toFile())
                .redirectOutput(output)
                .start();
        started.add(process);
        return process;
    }

    private static List<String> commandLine(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sennit.command.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process has not ended");
        return process.exitValue();
    }

    private static String port(BufferedReader output, String start) throws IOException {
        String line = String.valueOf(output.readLine());
        assertTrue(line.startsWith(start), line);
        return line.substring(line.lastIndexOf(':') + 1);
    }

    private String talk(String endpoint, String text) throws Exception {
        Process client = sennit("connect", endpoint);
        try (OutputStream input = client.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String answer = text(client.getInputStream());
        assertEquals(0, exitCode(client));
        return answer;
    }

    @Test
    void servesTwoEndpointsTalksToBothAndDrainsOnTerm() throws Exception {
        Process server = sennit("serve", "echo", "tcp:0:interface=127.0.0.1", "tcp4:0:interface=127.0.0.1");
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        String first = port(output, "echo is listening on tcp 127.0.0.1:");
        String second = port(output, "echo is listening on tcp4 127.0.0.1:");
        assertEquals("over one\n", talk("tcp:127.0.0.1:" + first, "over one\n"));
        assertEquals("over the other\n", talk("tcp:127.0.0.1:" + second, "over the other\n"));
        server.destroy();
        assertEquals(0, exitCode(server));
    }

    @Test
    void servesPlainAndTlsAtOnceWithACertificateMadeForDevelopment() throws Exception {
        Process server = sennit("serve", "echo", "tcp:0:interface=127.0.0.1", "ssl:0:handshakeTimeout=1m");
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        String plain = port(output, "echo is listening on tcp 127.0.0.1:");
        String tls = port(output, "echo is listening on tls [::]:");

        assertEquals("plain\n", talk("tcp:127.0.0.1:" + plain, "plain\n"));
        assertEquals("encrypted\n", talk("tls:localhost:" + tls + ":trust=certs/ca.pem:timeout=60s", "encrypted\n"));
        Process distrusting = sennit("connect", "tls:localhost:" + tls + ":timeout=60s");
        assertEquals(1, exitCode(distrusting));
        assertTrue(text(distrusting.getErrorStream()).contains("unknown issuer"));

        server.toHandle().destroy(); // which leaves its streams open
        assertEquals(0, exitCode(server));
        List<String> warnings = text(server.getErrorStream())
                .lines()
                .filter(line -> line.contains("no cert="))
                .toList();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("sennit: warning: tls:0:handshakeTimeout=1m: "), warnings.get(0));
        assertTrue(warnings.get(0).contains("certs/ca.pem"), warnings.get(0));
    }

    @Test
    void servesWhatHasArrivedBeforeItEndsOnTerm() throws Exception {
        Path socket = directory.resolve("log.sock");
        Path file = directory.resolve("lines.log");
        Process server = sennit("serve", "logfile", "unix:" + socket, "--file=" + file);
        assertEquals(
                "logfile is listening on unix " + socket,
                server.inputReader(StandardCharsets.UTF_8).readLine());
        int lines = 20_000;
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer data = StandardCharsets.US_ASCII.encode("a line\n".repeat(lines));
            while (data.hasRemaining()) {
                client.write(data);
            }
            // The first line shows that the connection was accepted.
            while (Files.size(file) == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            server.toHandle().destroy();
            assertEquals(-1, client.read(ByteBuffer.allocate(1)), "the server ends the connection");
        }
        assertEquals(0, exitCode(server));
        assertEquals(lines, Files.readAllLines(file).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalThatComesTwiceIsOneStop(String signal) throws Exception {
        Process server = sennit("serve", "echo", "tcp:0:interface=127.0.0.1");
        int port = Integer.parseInt(
                port(server.inputReader(StandardCharsets.UTF_8), "echo is listening on tcp 127.0.0.1:"));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write('x');
            assertEquals('x', client.getInputStream().read());
            // As a process group and its leader pass it on.
            String kill = "kill -s " + signal + " " + server.pid();
            Process twice = new ProcessBuilder("sh", "-c", kill + "; " + kill).start();
            assertEquals(0, exitCode(twice));
            assertEquals(-1, client.getInputStream().read());
        }
        assertEquals(0, exitCode(server));
        String errors = text(server.getErrorStream());
        assertFalse(errors.contains("aborted"), errors);
    }

    @Test
    void aHangUpThatTheParentIgnoresStaysIgnored() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        command.addAll(commandLine(List.of(), "serve", "echo", "tcp:0:interface=127.0.0.1"));
        Process server =
                new ProcessBuilder(command).directory(directory.toFile()).start();
        started.add(server);
        String port = port(server.inputReader(StandardCharsets.UTF_8), "echo is listening on tcp 127.0.0.1:");
        assertEquals(0, exitCode(new ProcessBuilder("kill", "-s", "HUP", "" + server.pid()).start()));
        assertEquals("still here\n", talk("tcp:127.0.0.1:" + port, "still here\n"));
        server.toHandle().destroy();
        assertEquals(0, exitCode(server));
    }

    /** Starting Flight Recorder takes longer than a connection's first handshake, and would hold up its loop. */
    @Test
    void aConnectionThatNobodyRecordsDoesNotStartFlightRecorder() throws Exception {
        Process server = sennit("serve", "echo", "tcp:0:interface=127.0.0.1");
        String port = port(server.inputReader(StandardCharsets.UTF_8), "echo is listening on tcp 127.0.0.1:");
        Path classes = directory.resolve("classes.log");
        Process client =
                java(Redirect.PIPE, List.of("-Xlog:class+load:file=" + classes), "connect", "tcp:127.0.0.1:" + port);
        client.getOutputStream().close();
        assertEquals(0, exitCode(client));

        List<String> recorder = Files.readAllLines(classes).stream()
                .filter(line -> line.contains(" jdk.jfr.internal."))
                .toList();
        assertEquals(List.of(), recorder);
    }

    @Test
    void logsAcceptsAndEndsWhereAskedTo() throws Exception {
        Process server = sennit("serve", "echo", "tcp:0:interface=127.0.0.1", "--verbose");
        String port = port(server.inputReader(StandardCharsets.UTF_8), "echo is listening on tcp 127.0.0.1:");
        assertEquals("hello\n", talk("tcp:127.0.0.1:" + port, "hello\n"));
        server.toHandle().destroy(); // which leaves its streams open
        assertEquals(0, exitCode(server));

        String log = text(server.getErrorStream());
        assertTrue(log.contains("sennit: debug: accepted 127.0.0.1:"), log);
        assertTrue(log.contains("ended by the peer") && log.contains("6 bytes received and 6 sent"), log);
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aReaderThatHasHadEnoughIsNoReasonToComplain() throws Exception {
        Process process = sennit("endpoints");
        process.getInputStream().close();
        assertEquals(1, exitCode(process));
        assertEquals("", text(process.getErrorStream()));
    }

    @Test
    void outputThatCannotBeWrittenIsToldOf() throws Exception {
        Process process = sennitInto(Redirect.to(new File("/dev/full")), "endpoints");
        assertEquals(1, exitCode(process));
        assertEquals("sennit: cannot write standard output\n", text(process.getErrorStream()));
    }

    @Test
    void endsWithTheCodesThatItPromises() throws Exception {
        assertEquals(0, exitCode(sennit("--version")));
        assertEquals(2, exitCode(sennit("check", "tcp:99999")));
        Process failed = sennit("serve", "logfile", "tcp:0:interface=127.0.0.1", "--file=/no/such/directory/log");
        assertEquals(1, exitCode(failed));
        assertEquals("sennit: /no/such/directory/log: no such file or directory\n", text(failed.getErrorStream()));
    }
}
