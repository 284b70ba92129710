package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever goes wrong, the user reads one message and no stack trace, and the exit code says whose fault it was. */
@Timeout(60)
final class MistakesTest {
    private final TestWorld world = new TestWorld(new NioReactor());

    private String errorsOf(int exitCode, String... arguments) {
        assertEquals(exitCode, world.run(arguments), world.errors.text());
        assertFalse(world.errors.text().contains("\tat "), world.errors.text());
        assertEquals("", world.out.text());
        return world.errors.text();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "serve ehco tcp:0             | sennit: unknown service 'ehco'; did you mean 'echo'? known: answer, chat,",
                "serve                        | sennit: which service? Known: answer, chat, counting,",
                "serve echo                   | sennit: missing required parameter: 'ENDPOINT'",
                "serve counting tcp:0 --limt=3| sennit: 'sennit serve counting' has no option '--limt'; did you mean '--limit'?",
                "serve logfile tcp:0          | sennit: missing required option: '--file=VALUE'",
                "serve echo tcp:0 --quote=x   | sennit: 'sennit serve echo' has no option '--quote'; it has --",
                "conect tcp:localhost:1       | sennit: unknown command 'conect'; did you mean 'connect'?",
                "connect                      | sennit: missing required parameter: 'ENDPOINT'",
                "endpoints tpc                | sennit: unknown endpoint type 'tpc'; did you mean 'tcp'? known:",
                "services ecko                | sennit: unknown service 'ecko'; did you mean 'echo'?",
                "connect localhost 8007       | sennit: 'sennit connect' takes no more arguments, but there is '8007'; did you mean 'tcp:localhost:8007'?",
                "--plugins lib check tcp:1    | sennit: --plugins stands before everything else, as in: sennit --plugins DIR",
                "check --plugins=lib tcp:1    | sennit: --plugins stands before everything else, as in: sennit --plugins DIR",
                "check tcp:1 x                | sennit: 'sennit check' takes no more arguments, but there is 'x'",
            })
    void namesWhatIsWrongAndWhereToReadOn(String command, String message) {
        String errors = errorsOf(2, command.split(" +"));
        assertTrue(errors.startsWith(message), errors);
        assertTrue(errors.lines().anyMatch(line -> line.matches("See 'sennit.* --help'\\.")), errors);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "serve echo tcp:80000          | an endpoint | tcp:80000     | '    ^ port must be 0 to 65535'",
                "serve echo tcp:0 --drain=soon | an option   | --drain=soon  | '        ^ drain must be a duration such as'",
                "serve counting tcp:0 --limit=0| an option   | --limit=0     | '        ^ limit must be 1 to'",
                "serve echo tcp:localhost:8007| an endpoint | tcp:localhost:8007 | '    ^ port must be 0 to 65535; did you mean ''tcp:8007:interface=localhost''?'",
                "connect localhost:8007        | an endpoint | localhost:8007 | '^ unknown endpoint type ''localhost''; known: '",
                "serve echo udp:8007           | an endpoint | udp:8007      | '^ there are no endpoint types for datagrams yet'",
                "connect tcp:8007              | an endpoint | tcp:8007      | '        ^ tcp client needs ''port'''",
                "connect tcp:h:1:via=[http:p:1]| an endpoint | tcp:h:1:via=[http:p:1] | '             ^ unknown endpoint type ''http''; did you mean ''http-connect''?'",
                "connect tcp:h:1 --timeout=x   | an option   | --timeout=x   | '          ^ timeout must be a duration'",
            })
    void pointsAtAMistakeInAString(String command, String where, String text, String pointer) {
        List<String> errors = errorsOf(2, command.split(" +")).lines().toList();
        assertEquals("sennit: mistake in " + where + ":", errors.get(0));
        assertEquals(text, errors.get(1));
        assertTrue(errors.get(2).startsWith(pointer), errors.get(2));
        assertEquals(3, errors.size());
    }

    @Test
    void saysWhatAServiceFindsWrongWithItsOptions() {
        String errors = errorsOf(2, "serve", "qotd", "tcp:0", "--quote=bell \u0007");
        assertTrue(errors.startsWith("sennit: a quote must have no control characters"), errors);
    }

    @Test
    void saysThatAPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String endpoint = "tcp4:" + taken.getLocalPort() + ":interface=127.0.0.1";
            assertEquals(
                    "sennit: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": the address is already in use\n",
                    errorsOf(1, "serve", "echo", endpoint));
        }
    }

    @Test
    void saysThatNothingListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String errors = errorsOf(1, "connect", "tcp:127.0.0.1:" + port);
        assertTrue(errors.startsWith("sennit: cannot connect to 127.0.0.1:" + port + ": connection refused"), errors);
    }

    @Test
    void saysThatANameHasNoAddress() {
        assertEquals(
                "sennit: cannot connect to nowhere.invalid:80: the name 'nowhere.invalid' has no address\n",
                errorsOf(1, "connect", "tcp:nowhere.invalid:80"));
    }

    @Test
    void saysThatADirectoryIsMissing(@TempDir Path directory) {
        Path file = directory.resolve("missing").resolve("log.txt");
        assertEquals(
                "sennit: " + file + ": no such file or directory\n",
                errorsOf(1, "serve", "logfile", "tcp:0:interface=127.0.0.1", "--file=" + file));
    }

    @Test
    void saysThatADirectoryIsNoFile(@TempDir Path directory) {
        assertEquals(
                "sennit: " + directory + ": is a directory\n",
                errorsOf(1, "serve", "logfile", "tcp:0:interface=127.0.0.1", "--file=" + directory));
    }

    @Test
    void saysThatAFileOfUsersIsMissing(@TempDir Path directory) {
        Path file = directory.resolve("nosuch");
        assertEquals(
                "sennit: " + file + ": no such file or directory\n",
                errorsOf(1, "serve", "socks", "tcp:0:interface=127.0.0.1", "--users=" + file));
        world.errors.reset();
        assertEquals(
                "sennit: " + directory + ": is a directory\n",
                errorsOf(1, "serve", "socks", "tcp:0:interface=127.0.0.1", "--users=" + directory));
    }

    @Test
    void saysThatAFileOfUsersIsNoText(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("users"), new byte[] {'b', 'o', 'b', ':', (byte) 0xff});
        String errors = errorsOf(2, "serve", "socks", "tcp:0:interface=127.0.0.1", "--users=" + file);
        assertTrue(errors.startsWith("sennit: the users file " + file + " is no text in UTF-8\n"), errors);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "serve echo unix:b\uFFFDd.sock     | mistake in an argument:/unix:b\uFFFDd.sock/      ^ here are bytes",
                "check tcp:h\uFFFD\uFFFD:80       | mistake in an argument:/tcp:h\uFFFD\uFFFD:80/     ^ here are bytes",
                "serve socks x --password=a\uFFFD  | mistake in an argument:/--password=/           ^ here are bytes",
                "serve socks x --password a\uFFFD  | what follows '--password' has bytes",
            })
    void refusesBytesThatTheJvmCouldNotRead(String command, String message) {
        String errors = errorsOf(2, command.split(" +"));
        assertTrue(errors.startsWith("sennit: " + message.replace('/', '\n')), errors);
        assertTrue(errors.endsWith(" that are no text in the encoding of this locale (see LC_ALL and LANG)\n"), errors);
    }

    @Test
    void saysThatAConnectTookTooLong() {
        // No step of this network is ever made, so that no answer comes.
        TestWorld still = new TestWorld(MemoryNetwork.seeded(1).host("still"));
        assertEquals(1, still.run("connect", "tcp:127.0.0.1:1", "--timeout=10ms"));
        assertEquals("sennit: cannot connect to tcp:127.0.0.1:1: no connection within 10ms\n", still.errors.text());
    }

    @Test
    void saysWhatAFactoryFoundWrong() {
        world.withService(new Failing(new AccessDeniedException("/etc/shadow")));
        assertEquals(
                "sennit: /etc/shadow: permission denied\n",
                errorsOf(1, "serve", "failing", "tcp:0:interface=127.0.0.1"));
    }

    @Test
    void explainsAPrivilegedPort() {
        assertEquals(
                "cannot listen on 0.0.0.0:80: not permitted; ports under 1024 need a privilege",
                Mistakes.explain(new ListenFailedException(
                        "0.0.0.0:80",
                        ListenFailedException.Kind.NOT_PERMITTED,
                        "not permitted; ports under 1024 need a privilege",
                        null)));
    }

    @Test
    void showsAStackTraceForThoseWhoAsk() {
        assertEquals(1, world.run("--debug", "connect", "tcp:nowhere.invalid:80"));
        assertAll(
                () -> assertTrue(world.errors.text().startsWith("sennit: cannot connect to")),
                () -> assertTrue(world.errors.text().contains("\tat ")));
    }

    /** A service that cannot start. */
    private record Failing(IOException failure) implements ServiceType {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public String help() {
            return "Fails.";
        }

        @Override
        public List<Argument<?>> options() {
            return List.of();
        }

        @Override
        public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
            throw new UncheckedIOException(failure);
        }
    }
}
