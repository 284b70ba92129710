package dev.sennit.command;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.services.ServiceTypes;
import dev.sennit.transport.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Runs the commands that are used most, so that a JVM with {@code -XX:ArchiveClassesAtExit} writes an archive of the classes
 * that they load; for the script {@code ./sennit}.
 *
 * <p>Makes development certificates in the directory {@code certs} under the current one, and serves for a moment on ports
 * of 127.0.0.1 that the system chooses. Ends with 1 where a command fails, and after one minute.
 */
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final PrintWriter ERRORS = World.text(new FileOutputStream(FileDescriptor.err));
    private static final String ENDED = "";

    private final BlockingQueue<String> listeners = new LinkedBlockingQueue<>();
    private final BlockingQueue<Consumer<Signals.StopSignal>> stops = new LinkedBlockingQueue<>();

    private Rehearsal() {}

    /** Runs the commands and ends the process. */
    public static void main(String[] arguments) throws InterruptedException {
        Clock.system().after(LIMIT, () -> Runtime.getRuntime().halt(Mistakes.FAILED));
        System.exit(new Rehearsal().run());
    }

    /** Returns the exit code: 0 if no command fails. */
    private int run() throws InterruptedException {
        int code = command("", "--version")
                + command("", "check", "tcp:localhost:8007")
                + command("", "check", "tls:8007");
        code += command("", "certs", "create", "localhost");
        Thread server = new Thread(this::serve, "sennit-rehearsal-server");
        server.setDaemon(true);
        server.start();
        String plain = portOf(listeners.take());
        String tls = portOf(listeners.take());
        code += command("hello\n", "connect", "tcp:localhost:" + plain);
        code += command("hello\n", "connect", "tls:localhost:" + tls + ":trust=certs/ca.pem");
        stops.take().accept(new Signals.StopSignal("TERM", 15, System.nanoTime()));
        server.join();
        return code;
    }

    private void serve() {
        command(
                "",
                "serve",
                "echo",
                "tcp:0:interface=127.0.0.1",
                "tls:0:interface=127.0.0.1:cert=certs/localhost.pem:key=certs/localhost.key");
        // The thread that waits for the listeners of a server that has failed must go on.
        listeners.addAll(List.of(ENDED, ENDED));
    }

    private static String portOf(String line) {
        if (line.equals(ENDED)) {
            throw new IllegalStateException("the server has ended");
        }
        return line.substring(line.lastIndexOf(':') + 1);
    }

    private int command(String input, String... arguments) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        StandardOutput out = new StandardOutput(new Lines());
        return Sennit.run(
                new World(
                        in,
                        out,
                        World.text(out),
                        ERRORS,
                        Endpoints::context,
                        ServiceTypes::installed,
                        this::onStop,
                        verbose -> LogOutput.show(ERRORS, verbose),
                        code -> Runtime.getRuntime().halt(code)),
                arguments);
    }

    private void onStop(List<String> names, Consumer<Signals.StopSignal> handler) {
        new ProcessSignals().onStop(names, handler);
        stops.add(handler);
    }

    /** Standard output of a command, of which only the lines about listeners are kept. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int single) {
            if (single != '\n') {
                line.write(single);
                return;
            }
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (text.contains(" is listening on ")) {
                listeners.add(text);
            }
        }
    }
}
