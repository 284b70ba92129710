package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that fail, that are refused, and whose connection ends before them. */
class WorkerStepsTest extends ContractTest {
    private static final long LIMIT_SECONDS = 30;
    /** The header of a handshake record, so that what comes is TLS. */
    private static final Bytes RECORD = Bytes.hex("160303000102");

    private static final SlowSteps CHECKS = new SlowSteps(() -> true, () -> false);

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    @Override
    protected ContractBench openBench() {
        return ContractBench.real(reactor, reactor, TcpAddress.loopback(0));
    }

    /** Notes its calls; what it does with bytes is for the test to say. */
    private class Engine implements TlsEngine {
        void step() {}

        @Override
        public void start() {
            calls.add("start");
        }

        @Override
        public void receive(ByteBuffer records) {
            records.position(records.limit());
            step();
        }

        @Override
        public void receiveEnd() {}

        @Override
        public void write(ByteBuffer plain) {}

        @Override
        public void endOutput() {}

        @Override
        public void discard() {
            calls.add("discard");
        }
    }

    private TlsContext tls(TlsEngine engine, SlowSteps slow) {
        return new TlsContext(outlet -> engine, TlsSettings.DEFAULT, Side.CLIENT, Optional.of("server.example"), slow);
    }

    /** Connects to a server that sends the beginning of a handshake. */
    private Deferred<Probe> connect(TlsEngine engine) {
        Listener listener = listen(ListenOptions.DEFAULT, Script.staysOpen().onMade(probe -> probe.write(RECORD)));
        return reactor.connect(
                listener.address(),
                ConnectOptions.DEFAULT,
                clientProbes(Script.idle()).through(tls(engine, CHECKS)));
    }

    static List<Throwable> faults() {
        return List.of(
                new IllegalStateException("a bug"), new StackOverflowError("too deep"), new OutOfMemoryError("full"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultInAStepFailsTheHandshake(Throwable fault) {
        Deferred<Probe> connected = connect(new Engine() {
            @Override
            void step() {
                WorkerStepsTest.<RuntimeException>sneak(fault);
            }
        });
        TlsFailedException failed = assertThrows(TlsFailedException.class, () -> await(connected));
        assertEquals(TlsFailedException.Kind.INTERNAL, failed.kind());
        assertSame(fault, failed.getCause());
        assertEquals("TLS with server.example: the TLS engine failed in the handshake: " + fault, failed.getMessage());
        waitForEnd(accepted(0));
        waitFor("the engine was discarded", () -> calls.contains("discard"));
    }

    @SuppressWarnings("unchecked") // so that an Error and an exception pass the same way
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }

    @Test
    void anEngineIsDiscardedOnlyWhenItsStepHasEnded() throws InterruptedException {
        Deferred<Probe> connected = connect(new Engine() {
            @Override
            void step() {
                entered.countDown();
                passGate();
                calls.add("step ended");
            }
        });
        assertTrue(entered.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        connected.cancel();
        assertThrows(DeferredCancelledException.class, () -> await(connected));
        waitForEnd(accepted(0));
        assertEquals(List.of("start"), calls);
        leave.countDown();
        waitFor("the engine was discarded", () -> calls.contains("discard"));
        assertEquals(List.of("start", "step ended", "discard"), calls);
    }

    @Test
    void aStepOutlivesItsLoop() throws InterruptedException {
        Deferred<Probe> connected = connect(new Engine() {
            @Override
            void step() {
                entered.countDown();
                passGate();
                calls.add("step ended");
            }
        });
        connected.whenComplete((probe, failure) -> {});
        assertTrue(entered.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        await(reactor.shutdown().thenApply(none -> true));
        leave.countDown();
        waitFor("the engine was discarded", () -> calls.contains("discard"));
        assertEquals(List.of("start", "step ended", "discard"), calls);
    }

    private void passGate() {
        try {
            assertTrue(leave.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void workersThatRefuseAStepFailTheHandshake() {
        Engine engine = new Engine();
        RejectedExecutionException full = new RejectedExecutionException("no thread is free");
        WorkerSteps steps = new WorkerSteps(
                engine,
                new HandshakeState(tls(engine, CHECKS), engine, null),
                new Noted(List.of()),
                step -> {
                    throw full;
                },
                (all, step) -> {});
        TlsFailedException failed =
                assertThrows(TlsFailedException.class, () -> steps.receive(RECORD.asReadOnlyBuffer()));
        assertEquals(TlsFailedException.Kind.INTERNAL, failed.kind());
        assertEquals(
                "TLS: the reactor's workers take no step of the handshake: no thread is free", failed.getMessage());
        assertSame(full, failed.getCause());
        assertEquals(List.of("discard"), calls);
    }

    private record Idle() implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    private static RecordingTransport<Idle> withoutWorkers(TlsContext tls) {
        ProtocolFactory<Idle> factory = transport -> new Idle();
        return RecordingTransport.with(factory.through(tls));
    }

    @Test
    void aCheckThatMayBlockIsRefusedOnALoopWithoutWorkers() {
        RecordingTransport<Idle> wire = withoutWorkers(
                TlsContext.client(TlsClientConfig.of(TestCerts.NAME).withTrust(new GatedTrust(TestCerts.TRUST))));
        assertEquals(Bytes.EMPTY, wire.written());
        CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, broken.cause());
        assertEquals(TlsFailedException.Kind.INTERNAL, failed.kind());
        String message = String.valueOf(failed.getMessage());
        assertTrue(
                message.startsWith("TLS with server.example: the check of the peer's certificate may block"
                        + " (Trust.mayBlock), and "),
                message);
        assertTrue(message.endsWith(" has no workers to run it on (EventLoop.workers)"), message);
    }

    @Test
    void aSlowSignatureIsMadeOnALoopWithoutWorkers() {
        RecordingTransport<Idle> client = withoutWorkers(
                TlsContext.client(TlsClientConfig.of(TestCerts.NAME).withTrust(TestCerts.TRUST)));
        RecordingTransport<Idle> server =
                withoutWorkers(TlsContext.server(TlsPair.onWorkers(TlsServerConfig.of(TestCerts.SERVER))));
        server.receive(client.written());
        client.receive(server.written());
        server.receive(client.written());
        assertEquals(new Idle(), server.protocol());
        assertEquals(new Idle(), client.protocol());
    }
}
