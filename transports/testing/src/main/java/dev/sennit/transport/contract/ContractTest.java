package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the suites share: a bench for each test, and after it the question whether any probe saw a rule broken. */
@Timeout(60)
public abstract class ContractTest {
    private static final int FLOOD_BYTES = 256 * 1024;
    private static final int MOST_FLOOD_BYTES = 64 * 1024 * 1024;

    private final Witness witness = new Witness();
    private ContractBench bench;
    private final List<Probe> accepted = new ArrayList<>();
    private final List<Probe> connected = new ArrayList<>();

    /** Makes the bench for one test. */
    protected abstract ContractBench openBench();

    @BeforeEach
    void open() {
        bench = openBench();
    }

    @AfterEach
    void close() {
        bench.close();
        witness.close();
        assertEquals(List.of(), witness.violations(), "rules that a probe saw broken");
    }

    protected final ContractBench bench() {
        return bench;
    }

    protected final Witness witness() {
        return witness;
    }

    /** Two ends of one connection, both open. */
    protected record Pair(Probe client, Probe server, Listener listener) {}

    protected final Pair open(Script client, Script server) {
        return open(WaterMarks.DEFAULT, client, server);
    }

    protected final Pair open(WaterMarks marks, Script client, Script server) {
        Listener listener = listen(ListenOptions.DEFAULT.withMarks(marks), server);
        Probe near = await(connect(listener, ConnectOptions.DEFAULT.withMarks(marks), client));
        Probe far = accepted(0);
        waitFor("the server's end was open", () -> far.heard("made"));
        return new Pair(near, far, listener);
    }

    protected final Listener listen(ListenOptions options, Script script) {
        return await(bench.opening().listen(bench.server(), bench.listenAt(), options, serverProbes(script)));
    }

    protected final Deferred<Probe> connect(Listener to, ConnectOptions options, Script script) {
        return bench.opening().connect(bench.client(), to.address(), options, clientProbes(script));
    }

    protected final <P extends Protocol> Deferred<P> connect(Listener to, ProtocolFactory<P> factory) {
        return bench.opening().connect(bench.client(), to.address(), ConnectOptions.DEFAULT, factory);
    }

    protected final ProtocolFactory<Probe> serverProbes(Script script) {
        return transport -> noted(accepted, new Probe(transport, script, witness));
    }

    protected final ProtocolFactory<Probe> clientProbes(Script script) {
        return transport -> noted(connected, new Probe(transport, script, witness));
    }

    /** The server's end of the connection accepted so-many-th, once there is one. */
    protected final Probe accepted(int index) {
        waitFor("connection " + index + " was accepted", () -> acceptedCount() > index);
        synchronized (witness) {
            return accepted.get(index);
        }
    }

    protected final int acceptedCount() {
        synchronized (witness) {
            return accepted.size();
        }
    }

    protected final void waitFor(String what, BooleanSupplier condition) {
        bench.waiting().until(what, witness, condition);
    }

    protected final void waitForEnd(Probe... probes) {
        for (Probe probe : probes) {
            waitFor("the connection ended for " + probe, probe::isLost);
        }
    }

    protected final <T> T await(Deferred<T> deferred) {
        return bench.waiting().await(deferred, witness);
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
        Deferred.Source<Boolean> done = new Deferred.Source<>();
        probe.transport().loop().execute(() -> {
            try {
                action.run();
                done.succeed(true);
            } catch (Throwable failure) {
                done.fail(failure);
            }
        });
        await(done.deferred());
    }

    protected static <R extends CloseReason> R assertEnded(Class<R> kind, CloseReason.By by, Probe probe) {
        CloseReason reason = probe.reason();
        R ended = assertInstanceOf(kind, reason, reason.toString());
        assertEquals(by, ended.ending().by(), reason.toString());
        return ended;
    }

    /** The other end aborted; where nothing tells that from an end, the connection just ended. */
    protected final void assertReset(Probe probe) {
        if (!bench.resets()) {
            assertEquals(
                    CloseReason.By.PEER,
                    probe.reason().ending().by(),
                    probe.reason().toString());
            return;
        }
        Throwable cause = assertEnded(CloseReason.Broken.class, CloseReason.By.PEER, probe)
                .cause();
        assertEquals(
                "the peer reset the connection",
                assertInstanceOf(ConnectionBrokenException.class, cause).getMessage());
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

    /** Runs threads, and waits for their ends. */
    protected static void runAll(List<Thread> threads) {
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    private Probe noted(List<Probe> list, Probe probe) {
        synchronized (witness) {
            list.add(probe);
        }
        return probe;
    }
}
