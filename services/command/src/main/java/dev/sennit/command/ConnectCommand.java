package dev.sennit.command;

import dev.sennit.command.Signals.StopSignal;
import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.ServiceOptions;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredTimeoutException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sennit connect}: standard input and output joined to a connection. */
@Command(
        name = "connect",
        description = {
            "Joins standard input and output to a connection.",
            "",
            "SIGHUP stops it as the end of the input does, with a limit of 10 seconds unless --wait gives another.",
            "",
            "When the input ends, the other side is told so, and what it still sends is written. When the other side ends, "
                    + "what it sent is written and the command ends, whether there is more input or not."
        },
        footer = {"", "Example: echo hello | sennit connect tcp:localhost:8007"})
final class ConnectCommand implements Callable<Integer> {
    /** How long a stopped connection waits for the other side's end. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private static final Argument<Duration> TIMEOUT =
            Argument.optional("timeout", ArgumentKind.duration(), "Limit on opening the connection.");
    private static final Argument<Duration> WAIT =
            Argument.optional("wait", ArgumentKind.duration(), "Limit on waiting after the input's end.");

    @Parameters(
            paramLabel = "ENDPOINT",
            description = "Where to connect to, such as tcp:localhost:8007; 'sennit endpoints' lists what there is.")
    private String endpoint;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Give up if there is no connection within this time; no limit but the endpoint's own.")
    private @Nullable String timeout;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Once the input has ended, wait only this long for the other side to end; no limit.")
    private @Nullable String wait;

    @Option(
            names = "--keep-sending",
            description = "When the other side has ended, go on sending until the input ends.")
    private boolean keepSending;

    private final World world;
    private final Sennit root;

    @SuppressWarnings("NullAway.Init") // picocli sets the parameters before it calls.
    ConnectCommand(World world, Sennit root) {
        this.world = world;
        this.root = root;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        world.logging().accept(root.verbose());
        EndpointContext context = world.endpoints().get();
        Optional<Duration> limit = read(TIMEOUT, timeout, context);
        StandardStreams.Ends ends = new StandardStreams.Ends(keepSending, read(WAIT, wait, context));
        ClientEndpoint client = context.client(endpoint);
        Stopping stopping = new Stopping(ends.waitLimit().orElse(STOP_LIMIT));
        world.signals().onStop(List.of("HUP"), new StopRequests(stopping::stop, stopping::abort));
        StandardStreams streams = connect(client, ends, limit);
        stopping.connected(streams);
        Optional<CloseReason> end = streams.copyToEnd(world.out());
        return end.isPresent() ? exitCode(end.get()) : stopping.cutOffCode();
    }

    /** What a signal to stop does, before and after the connection is there. */
    private final class Stopping {
        private final Duration limit;
        private @Nullable StandardStreams streams;
        private boolean stopped;

        Stopping(Duration limit) {
            this.limit = limit;
        }

        synchronized void connected(StandardStreams opened) {
            streams = opened;
        }

        synchronized void stop(StopSignal signal) {
            StandardStreams opened = streams;
            if (opened == null) {
                // There is nothing to finish.
                abort(signal);
                return;
            }
            stopped = true;
            world.errors()
                    .println("sennit: stopping: waiting up to "
                            + ArgumentKind.duration().format(limit)
                            + " for the other side to end; another signal aborts");
            opened.stop(limit);
        }

        void abort(StopSignal signal) {
            world.halt().accept(signal.exitCode());
        }

        /** The exit code where the other side's end was waited for no longer. */
        synchronized int cutOffCode() {
            return stopped ? Mistakes.FAILED : 0;
        }
    }

    /** Waits for the connection; the limit holds though the loop may be busy, since no callback has to say so there. */
    private StandardStreams connect(ClientEndpoint client, StandardStreams.Ends ends, Optional<Duration> limit)
            throws InterruptedException {
        Deferred<StandardStreams> connecting =
                client.connect(transport -> new StandardStreams(transport, world.in(), ends));
        if (limit.isEmpty()) {
            return connecting.await();
        }
        try {
            return connecting.timeout(limit.get(), Clock.system()).await();
        } catch (DeferredTimeoutException late) {
            throw new ConnectFailedException(
                    client.toString(), ConnectFailedException.Kind.TIMED_OUT, "no connection within " + timeout, late);
        }
    }

    private static int exitCode(CloseReason reason) throws IOException {
        if (reason instanceof CloseReason.Broken broken) {
            if (broken.cause() instanceof IOException failure) {
                throw failure;
            }
            if (broken.cause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new ConnectionBrokenException(String.valueOf(broken.cause().getMessage()), broken.cause());
        }
        return reason instanceof CloseReason.Clean ? 0 : Mistakes.FAILED;
    }

    private static Optional<Duration> read(Argument<Duration> option, @Nullable String text, EndpointContext context) {
        return Optional.ofNullable(text)
                .map(given -> ServiceOptions.value(
                        option, option.name(), given, context.registry().types()));
    }
}
