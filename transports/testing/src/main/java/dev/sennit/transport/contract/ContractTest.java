package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the suites about connections share: a bench for each test, and probes at the ends of its connections. */
@Timeout(60)
public abstract class ContractTest extends WitnessedTest {
    private static final int FLOOD_BYTES = 256 * 1024;
    private static final int MOST_FLOOD_BYTES = 64 * 1024 * 1024;

    private final List<Probe> accepted = new ArrayList<>();
    private final List<Probe> connected = new ArrayList<>();
    private ContractBench bench;

    /** The near end of the connection that {@link #open} has opened. */
    @SuppressWarnings("NullAway.Init")
    Probe client;

    /** The far end of that connection. */
    @SuppressWarnings("NullAway.Init")
    Probe server;

    /** What has accepted that connection. */
    @SuppressWarnings("NullAway.Init")
    Listener listener;

    private Optional<JointEndContracts> around = Optional.empty();

    @RegisterExtension
    final BeforeEachCallback suites =
            context -> around = context.getRequiredTestInstances().findInstance(JointEndContracts.class);

    /** Makes the bench for one test. A suite inside {@link StreamContracts} or its like asks the class around it. */
    protected ContractBench openBench() {
        return around.orElseThrow(() -> new IllegalStateException(getClass() + " opens no bench"))
                .openBench();
    }

    @BeforeEach
    void openTheBench() {
        bench = openBench();
    }

    @Override
    final void closeBench() {
        bench.close();
    }

    @Override
    final Waiting waiting() {
        return bench.waiting();
    }

    protected final ContractBench bench() {
        return bench;
    }

    /** Two ends of one connection, both open. */
    protected record Pair(Probe client, Probe server, Listener listener) {}

    protected final Pair open(Script client, Script server) {
        return open(WaterMarks.DEFAULT, client, server);
    }

    protected final Pair open(WaterMarks marks, Script clientScript, Script serverScript) {
        listener = listen(ListenOptions.DEFAULT.withMarks(marks), serverScript);
        waitForBoth(connect(listener, ConnectOptions.DEFAULT.withMarks(marks), clientScript));
        return new Pair(client, server, listener);
    }

    /** Opens a connection with a layer more at each end. */
    final void openThrough(
            Supplier<? extends Layer> clientLayer,
            Script clientScript,
            Supplier<? extends Layer> serverLayer,
            Script serverScript) {
        listener = listenThrough(serverLayer, serverScript);
        waitForBoth(connectThrough(listener, clientLayer, clientScript));
    }

    /** Opens a connection to what this factory accepts. */
    final void openTo(ProtocolFactory<?> factory) {
        listener = listen(factory);
        waitForBoth(connect(listener, Script.idle()));
    }

    /** Opens a connection with a layer more at the accepting end. */
    final void openThrough(Supplier<? extends Layer> serverLayer, Script clientScript, Script serverScript) {
        listener = listenThrough(serverLayer, serverScript);
        waitForBoth(connect(listener, clientScript));
    }

    private void waitForBoth(Deferred<Probe> connecting) {
        client = await(connecting);
        server = accepted(0);
        waitFor("the server's end was open", () -> server.heard("made"));
    }

    protected final Listener listen(ListenOptions options, Script script) {
        return await(bench.opening().listen(bench.server(), bench.listenAt(), options, serverProbes(script)));
    }

    final Listener listen(Script script) {
        return listen(serverProbes(script));
    }

    final Listener listen(ProtocolFactory<?> factory) {
        return await(listening(factory));
    }

    /** Asks for a listener at a free place. */
    final Deferred<Listener> listening(ProtocolFactory<?> factory) {
        return listening(bench.listenAt(), factory);
    }

    /** Asks the accepting side's reactor itself for a listener. */
    final Deferred<Listener> listenHere(ProtocolFactory<?> factory) {
        return bench.server().listen(bench.listenAt(), ListenOptions.DEFAULT, factory);
    }

    final Deferred<Listener> listening(Address at, ProtocolFactory<?> factory) {
        return bench.opening().listen(bench.server(), at, ListenOptions.DEFAULT, factory);
    }

    protected final Deferred<Probe> connect(Listener to, ConnectOptions options, Script script) {
        return bench.opening().connect(bench.client(), to.address(), options, clientProbes(script));
    }

    protected final <P extends Protocol> Deferred<P> connect(Listener to, ProtocolFactory<P> factory) {
        return bench.opening().connect(bench.client(), to.address(), ConnectOptions.DEFAULT, factory);
    }

    final Deferred<Probe> connect(Listener to, Script script) {
        return connect(to, ConnectOptions.DEFAULT, script);
    }

    /** Connects a probe that does nothing of its own, and waits for it. */
    final Probe connected(Listener to) {
        return await(connect(to, Script.idle()));
    }

    /** Listens for probes that have a layer more under each. */
    final Listener listenThrough(Supplier<? extends Layer> layer, Script script) {
        return listen(serverProbes(script).through(layer));
    }

    /** Connects a probe that has a layer more under it. */
    final Deferred<Probe> connectThrough(Listener to, Supplier<? extends Layer> layer, Script script) {
        return connect(to, clientProbes(script).through(layer));
    }

    protected final ProtocolFactory<Probe> serverProbes(Script script) {
        return transport -> noted(accepted, new Probe(transport, script, witness()));
    }

    protected final ProtocolFactory<Probe> clientProbes(Script script) {
        return transport -> noted(connected, new Probe(transport, script, witness()));
    }

    /** The server's end of the connection accepted so-many-th, once there is one. */
    protected final Probe accepted(int index) {
        waitFor("connection " + index + " was accepted", () -> acceptedCount() > index);
        synchronized (witness()) {
            return accepted.get(index);
        }
    }

    protected final int acceptedCount() {
        synchronized (witness()) {
            return accepted.size();
        }
    }

    protected final void waitForEnd(Probe... probes) {
        for (Probe probe : probes) {
            waitFor("the connection ended for " + probe, probe::isLost);
        }
    }

    /** Closes the near end, and waits for both. */
    final void closeBoth() {
        on(client, client::close);
        waitForEnd(client, server);
    }

    /** Waits for a connection's end, which must be of this kind and by this side. */
    final <R extends CloseReason> R waitForEnd(Class<R> kind, CloseReason.By by, Probe probe) {
        waitForEnd(probe);
        return assertEnded(kind, by, probe);
    }

    /** Waits for a connection's end, which must be the other end's abort. */
    final void waitForReset(Probe probe) {
        waitForEnd(probe);
        assertReset(probe);
    }

    /** Waits until the probe has received this, and nothing else. */
    final void waitForText(String text, Probe probe) {
        Bytes wanted = Bytes.utf8(text);
        waitFor("'" + text + "' came", () -> probe.receivedBytes() >= wanted.length());
        assertEquals(wanted, probe.received());
    }

    /** Waits until the probe has received the first bytes of the pattern, and nothing else. */
    final void waitForPattern(long length, Probe probe) {
        waitFor(length + " bytes came", () -> probe.receivedBytes() >= length);
        assertPattern(length, probe.received());
    }

    /** Waits until everything caused so far has happened. */
    protected final void settle(Probe... probes) {
        List<EventLoop> loops = new ArrayList<>();
        for (Probe probe : probes) {
            loops.add(probe.transport().loop());
        }
        bench.waiting().settle(loops);
    }

    /** Runs something on a probe's loop, and waits for it. */
    protected final void on(Probe probe, Runnable action) {
        onLoop(probe.transport().loop(), action);
    }

    protected static <R extends CloseReason> R assertEnded(Class<R> kind, CloseReason.By by, Probe probe) {
        CloseReason reason = probe.reason();
        R ended = assertInstanceOf(kind, reason, reason.toString());
        assertEquals(by, ended.ending().by(), reason.toString());
        return ended;
    }

    /** The other end aborted; where nothing tells that from an end, the connection just ended. */
    protected final void assertReset(Probe probe) {
        CloseReason reason = assertEnded(CloseReason.class, CloseReason.By.PEER, probe);
        if (bench.resets()) {
            Throwable cause = assertInstanceOf(CloseReason.Broken.class, reason).cause();
            assertInstanceOf(ConnectionBrokenException.class, cause);
            assertEquals("the peer reset the connection", cause.getMessage());
        }
    }

    /** Bytes that tell where they belong: a run of them at any place differs from its neighbours. */
    protected static Bytes pattern(long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            long at = from + i;
            bytes[i] = (byte) (at * 31 + (at >> 8) * 7 + (at >> 16));
        }
        return Bytes.copyOf(bytes);
    }

    /** Fails unless these are the first bytes of the pattern, so many of them. */
    protected static void assertPattern(long length, Bytes bytes) {
        assertEquals(length, bytes.length());
        assertEquals(pattern(0, bytes.length()), bytes);
    }

    /** Writes the pattern until the write marks say enough, and answers how many bytes that took. */
    protected final long flood(Probe probe) {
        AtomicLong written = new AtomicLong();
        on(probe, () -> {
            while (!probe.heard("paused") && written.get() < MOST_FLOOD_BYTES) {
                probe.write(pattern(written.get(), FLOOD_BYTES));
                written.addAndGet(FLOOD_BYTES);
            }
        });
        assertTrue(probe.heard("paused"), "T6: writePaused must come however much the system takes");
        return written.get();
    }

    private Probe noted(List<Probe> list, Probe probe) {
        synchronized (witness()) {
            list.add(probe);
        }
        return probe;
    }
}
