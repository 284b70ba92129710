package dev.sennit.command;

import dev.sennit.command.Signals.StopSignal;
import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.ServiceOptions;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredTimeoutException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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

    /**
     * Joins blocking streams to a connection, with bounded memory both ways.
     *
     * <p>Three threads: the connection's loop, which never blocks; one of its own that reads the input, a piece at a time, and
     * waits while the connection is behind; and the caller of {@link #copyToEnd}, which writes the output. When that is behind,
     * the connection is not read from.
     */
    static final class StandardStreams implements Protocol {
        /** Over this the connection is not read from. */
        static final int HIGH_BYTES = 256 * 1024;

        private static final int LOW_BYTES = 64 * 1024;
        private static final int PIECE_BYTES = 16 * 1024;

        private final Transport transport;
        private final InputStream in;
        private final Ends ends;
        private final Gate gate = new Gate();
        private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        private final AtomicInteger heldBytes = new AtomicInteger();
        // On the loop only.
        private boolean readingPaused;
        private boolean inputDone;
        private boolean peerDone;
        private @Nullable Timer waitTimer;

        /**
         * Makes one for a new connection.
         *
         * @param in is read from once the connection is made
         */
        StandardStreams(Transport transport, InputStream in, Ends ends) {
            this.transport = transport;
            this.in = in;
            this.ends = ends;
        }

        /**
         * What happens when one side ends before the other.
         *
         * @param keepSending whether to go on with the input after the peer's end
         * @param waitLimit how long to wait for the peer's end after the input's; for ever if empty
         */
        record Ends(boolean keepSending, Optional<Duration> waitLimit) {}

        /** What the loop hands to the thread that writes. */
        private sealed interface Received {
            /** Bytes of the peer: all of an array. */
            record Piece(ByteBuffer bytes) implements Received {}

            /** Nothing follows; no reason if the connection is over only because the wait for the peer's end is. */
            record End(Optional<CloseReason> reason) implements Received {}
        }

        /**
         * Writes what arrives, until the connection is over; blocks.
         *
         * @return why it ended; empty if the peer's end was waited for no longer
         * @throws IOException if the output cannot be written; the connection is aborted then
         */
        Optional<CloseReason> copyToEnd(OutputStream out) throws IOException, InterruptedException {
            while (true) {
                Received next = received.take();
                if (next instanceof Received.End end) {
                    return end.reason();
                }
                byte[] bytes = ((Received.Piece) next).bytes().array();
                try {
                    out.write(bytes);
                    out.flush();
                } catch (IOException failure) {
                    transport.abort();
                    throw new IOException("cannot write standard output: " + failure.getMessage(), failure);
                }
                int before = heldBytes.getAndAdd(-bytes.length);
                if (before > LOW_BYTES && before - bytes.length <= LOW_BYTES) {
                    transport.loop().execute(this::caughtUp);
                }
            }
        }

        @Override
        public void connectionMade() {
            Thread reader = new Thread(this::copyInput, "sennit-input");
            // A read from a terminal cannot be interrupted, and must not keep the process alive.
            reader.setDaemon(true);
            reader.start();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            if (heldBytes.addAndGet(bytes.length) > HIGH_BYTES && !readingPaused) {
                readingPaused = true;
                transport.pauseReading();
            }
            received.add(new Received.Piece(ByteBuffer.wrap(bytes)));
        }

        @Override
        public boolean inputEnded() {
            peerDone = true;
            return ends.keepSending() && !inputDone;
        }

        /** Goes on receiving: the peer may be one that reads only once it has said its own. */
        @Override
        public boolean writePaused() {
            return true;
        }

        @Override
        public void writeResumed() {
            gate.open();
        }

        @Override
        public void connectionLost(CloseReason reason) {
            if (waitTimer != null) {
                waitTimer.cancel();
            }
            gate.end();
            received.add(new Received.End(Optional.of(reason)));
        }

        /**
         * Takes no more input, as if it had ended; from any thread.
         *
         * @param limit how long to wait for the peer's end
         */
        void stop(Duration limit) {
            try {
                transport.loop().execute(() -> {
                    gate.end();
                    endInput(Optional.of(limit));
                });
            } catch (RejectedExecutionException ended) {
                // The connection has ended with its loop.
                gate.end();
            }
        }

        private void caughtUp() {
            if (readingPaused && heldBytes.get() <= LOW_BYTES) {
                readingPaused = false;
                transport.resumeReading();
            }
        }

        /** Runs on the thread of its own. */
        private void copyInput() {
            byte[] piece = new byte[PIECE_BYTES];
            try {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    if (!send(ByteBuffer.wrap(piece, 0, count))) {
                        return;
                    }
                }
                transport.loop().execute(() -> endInput(ends.waitLimit()));
            } catch (IOException failure) {
                transport.abort(new IOException("cannot read standard input: " + failure.getMessage(), failure));
            } catch (InterruptedException interrupted) {
                transport.abort();
            }
        }

        /** Has a piece written on the loop, and waits until the next may come; answers false if none may. */
        private boolean send(ByteBuffer piece) throws InterruptedException {
            gate.shut();
            transport.loop().execute(() -> {
                transport.write(piece);
                if (transport.isWritable()) {
                    gate.open();
                }
            });
            return gate.await();
        }

        private void endInput(Optional<Duration> limit) {
            if (!inputDone) {
                inputDone = true;
                if (peerDone) {
                    transport.close();
                } else {
                    transport.endOutput();
                }
            }
            if (!peerDone && waitTimer == null) {
                limit.ifPresent(wait -> waitTimer = transport.loop().after(wait, this::waitNoLonger));
            }
        }

        /** Leaves the connection as it is: its output has ended, and the end of the process ends the rest. */
        private void waitNoLonger() {
            received.add(new Received.End(Optional.empty()));
        }

        /** Where the reading thread waits; once ended it stays open. */
        private static final class Gate {
            private boolean open = true;
            private boolean ended;

            synchronized void shut() {
                open = false;
            }

            synchronized void open() {
                open = true;
                notifyAll();
            }

            synchronized void end() {
                ended = true;
                open();
            }

            /** Waits until it is open; answers false once ended. */
            synchronized boolean await() throws InterruptedException {
                while (!open && !ended) {
                    wait();
                }
                return !ended;
            }
        }
    }
}
