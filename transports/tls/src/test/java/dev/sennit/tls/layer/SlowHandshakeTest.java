package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.deferred.DeferredTimeoutException;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes whose steps take their time on the workers, under virtual time. */
class SlowHandshakeTest extends ContractTest {
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int MANY_BYTES = 1_000_000;

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost server = network.host("server");
    private final MemoryHost client = network.host("client");
    private final GatedTrust trust = new GatedTrust(TestCerts.TRUST);
    private final List<CloseReason> atServer = new ArrayList<>();
    private final List<CloseReason> atClient = new ArrayList<>();

    SlowHandshakeTest() {
        trust.open();
    }

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(network);
    }

    /** A pair of which one side's check may block. */
    private TlsPair pair(String implementation, Side checking) {
        TlsPair pair =
                TlsPair.of(implementation.equals("bc") ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK);
        return checking == Side.CLIENT
                ? pair.withClient(pair.client().withTrust(trust))
                : pair.withClient(pair.client().withKeys(KeySelector.of(TestCerts.CLIENT)))
                        .withServer(pair.server().withClients(ClientAuthentication.NEED, trust));
    }

    private Listener listen(TlsPair pair, Script script) {
        return listen(
                serverProbes(script).through(() -> new Noted(atServer)).through(TlsContext.server(pair.server())));
    }

    private Listener listen(ProtocolFactory<?> factory) {
        return network.await(server.listen(server.address(0), ListenOptions.DEFAULT, factory));
    }

    private Deferred<Probe> connect(Listener listener, TlsPair pair, Script script) {
        return client.connect(
                listener.address(),
                ConnectOptions.DEFAULT,
                clientProbes(script).through(() -> new Noted(atClient)).through(TlsContext.client(pair.client())));
    }

    /** Connects until the client's check is with the workers, which take an hour for it. */
    private Deferred<Probe> connectUntilTheCheck(TlsPair pair) {
        client.workTime(LONG);
        Deferred<Probe> connected = connect(listen(pair, Script.echo()), pair, Script.idle());
        network.advance(Duration.ofMillis(1));
        assertFalse(connected.isDone());
        return connected;
    }

    @ParameterizedTest
    @CsvSource({"bc, CLIENT", "bc, SERVER", "jdk, CLIENT", "jdk, SERVER"})
    void aPingOnTheSameLoopIsAnsweredAtTheSameInstant(String implementation, Side checking) {
        // Each step of a server takes as long: the one before its check too.
        TlsPair pair = pair(implementation, checking)
                .with(settings -> settings.withLimits(settings.limits().withHandshakeTimeout(LONG)));
        MemoryHost slow = checking == Side.CLIENT ? client : server;
        Listener echo = listen(serverProbes(Script.echo()));
        Probe pinger = network.await(connect(echo, ConnectOptions.DEFAULT, Script.idle()));
        Listener secured = listen(pair, Script.idle().onMade(probe -> probe.write("hello")));
        slow.workTime(CHECK);
        Duration begun = network.elapsed();
        Deferred<Probe> connected = connect(secured, pair, Script.idle());
        network.advance(Duration.ofSeconds(1));

        pinger.write("ping");
        network.advance(Duration.ZERO);
        assertEquals(Bytes.utf8("ping"), pinger.received());
        assertEquals(begun.plusSeconds(1), network.elapsed());
        assertFalse(trust.isEntered(), "the check waits for a worker");

        network.runUntil(() -> trust.isEntered());
        Probe greeted = network.await(connected);
        network.runUntil(() -> greeted.receivedBytes() == 5);
        assertTrue(network.elapsed().compareTo(begun.plus(CHECK)) >= 0, "the check took its time");
        on(greeted, greeted::close);
        waitForEnd(greeted);
    }

    @ParameterizedTest
    @CsvSource({"bc, TLS_1_2", "bc, TLS_1_3", "jdk, TLS_1_2", "jdk, TLS_1_3"})
    void aHandshakeThatIsNotSlowNeedsNoWorker(String implementation, TlsVersion version) {
        TlsPair pair = TlsPair.of(implementation.equals("bc") ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK)
                .in(version);
        client.workTime(LONG);
        server.workTime(LONG);
        Probe probe = network.await(connect(listen(pair, Script.echo()), pair, Script.idle()));
        assertEquals(Duration.ZERO, network.elapsed());
        on(probe, probe::close);
        waitForEnd(probe);
    }

    @ParameterizedTest
    @CsvSource({"bc", "jdk"})
    void cancellingTheConnectEndsItWhileTheCheckGoesOn(String implementation) {
        Deferred<Probe> connected = connectUntilTheCheck(pair(implementation, Side.CLIENT));
        Duration now = network.elapsed();
        connected.cancel();
        network.advance(Duration.ZERO);
        assertThrows(DeferredCancelledException.class, () -> network.await(connected));
        assertEquals(List.of(1, 1), List.of(atClient.size(), atServer.size()), "both ends are told");
        assertEquals(now, network.elapsed());

        network.advance(LONG.multipliedBy(2));
        assertFalse(trust.isEntered(), "a check that has not begun does not begin any more");
        assertEquals(List.of(1, 1), List.of(atClient.size(), atServer.size()), "and nobody is told again");
    }

    @Test
    void aDeadlineOfTheConnectCutsThroughTheCheck() {
        Deferred<Probe> connected = connectUntilTheCheck(pair("bc", Side.CLIENT));
        Deferred<Probe> limited = connected.timeout(Duration.ofSeconds(3), client.nextLoop());
        network.advance(Duration.ofSeconds(3));
        assertThrows(DeferredTimeoutException.class, () -> network.await(limited));
        assertEquals(List.of(1, 1), List.of(atClient.size(), atServer.size()), "both ends are told");
    }

    @Test
    void theTimeOfTheHandshakeCutsThroughTheCheckAndSaysWhoWasLate() {
        TlsPair pair = pair("bc", Side.CLIENT)
                .withServer(settings -> settings.withLimits(settings.limits().withHandshakeTimeout(LONG)));
        Deferred<Probe> connected = connectUntilTheCheck(pair);
        network.advance(pair.client().settings().limits().handshakeTimeout());
        TlsFailedException failed = assertThrows(TlsFailedException.class, () -> network.await(connected));
        assertEquals(TlsFailedException.Kind.TIMED_OUT, failed.kind());
        String message = String.valueOf(failed.getMessage());
        assertTrue(
                message.matches(
                        "TLS with server.example: the handshake was not done within 10000 ms \\(handshakeTimeout\\)"
                                + " by us: our certificate check or signature has not ended on the workers, [1-9]\\d* bytes of"
                                + " the peer wait for it"),
                message);
        assertEquals(List.of(1, 1), List.of(atClient.size(), atServer.size()), "both ends are told");
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatResetsDuringTheCheckEndsTheConnectionAtOnce(Side checking) {
        TlsPair pair = pair("bc", checking);
        MemoryHost slow = checking == Side.CLIENT ? client : server;
        slow.workTime(LONG);
        Deferred<Probe> connected = connect(listen(pair, Script.echo()), pair, Script.idle());
        connected.whenComplete((probe, failure) -> {});
        network.advance(Duration.ofMillis(1));
        (checking == Side.CLIENT ? server : client).resetConnections();
        network.advance(Duration.ZERO);
        assertEquals(List.of(1, 1), List.of(atClient.size(), atServer.size()), "both ends are told");
        network.advance(LONG.multipliedBy(2));
        assertFalse(trust.isEntered(), "a check that has not begun does not begin any more");
    }

    /** Counts what comes in before the handshake above it is done. */
    private final class Counting extends Layer {
        private long bytes;
        private int largest;

        @Override
        public void dataReceived(ByteBuffer data) {
            if (!trust.isEntered()) {
                bytes += data.remaining();
                largest = Math.max(largest, data.remaining());
            }
            super.dataReceived(data);
        }
    }

    @ParameterizedTest
    @CsvSource({"bc", "jdk"})
    void whatComesDuringTheCheckIsKeptWithinTheLimitAndNothingOfItIsLost(String implementation) {
        int limit = 20_000;
        TlsPair pair = pair(implementation, Side.SERVER)
                .in(TlsVersion.TLS_1_3)
                .withServer(settings -> settings.withLimits(settings.limits().withWaitingBytes(limit)));
        List<Counting> counting = new ArrayList<>();
        Listener listener = listen(serverProbes(Script.idle())
                .through(() -> new Noted(atServer))
                .through(TlsContext.server(pair.server()))
                .through(() -> {
                    counting.add(new Counting());
                    return counting.get(0);
                }));
        server.workTime(Duration.ofSeconds(1));
        Script writing = Script.idle().onMade(probe -> {
            probe.write(pattern(0, MANY_BYTES));
            probe.close();
        });
        Probe near = network.await(connect(listener, pair, writing));
        network.runUntil(trust::isEntered);
        Counting below = counting.get(0);
        assertTrue(below.bytes > limit, "more came than may wait: " + below.bytes);
        assertTrue(
                below.bytes <= limit + 2L * below.largest,
                below.bytes + " bytes came, at most " + below.largest + " at once");

        waitForEnd(near, accepted(0));
        assertPattern(MANY_BYTES, accepted(0).received());
        assertInstanceOf(
                CloseReason.Clean.class,
                accepted(0).reason(),
                accepted(0).reason().toString());
        assertInstanceOf(CloseReason.Clean.class, near.reason(), near.reason().toString());
    }

    @ParameterizedTest
    @CsvSource({"bc", "jdk"})
    void thePeersEndDuringTheCheckComesBehindItsBytes(String implementation) {
        TlsPair pair = pair(implementation, Side.SERVER).in(TlsVersion.TLS_1_3);
        Listener listener = listen(pair, Script.idle());
        server.workTime(Duration.ofSeconds(1));
        Script brief = Script.idle().onMade(probe -> {
            probe.write("a last word");
            probe.close();
        });
        Probe near = network.await(connect(listener, pair, brief));
        waitForEnd(near, accepted(0));
        assertEquals(Bytes.utf8("a last word"), accepted(0).received());
        assertInstanceOf(
                CloseReason.Clean.class,
                accepted(0).reason(),
                accepted(0).reason().toString());
    }

    @ParameterizedTest
    @CsvSource({"bc", "jdk"})
    void whatIsWrittenDuringTheCheckLeavesBeforeTheClose(String implementation) {
        TlsPair pair = pair(implementation, Side.CLIENT);
        client.workTime(CHECK);
        Listener listener = listen(pair, Script.idle());
        ProtocolFactory<Probe> early = clientProbes(Script.idle()).through(() -> new Noted(atClient));
        ProtocolFactory<Probe> writing = new ProtocolFactory<>() {
            @Override
            public Probe protocolFor(Transport transport) {
                return early.protocolFor(transport);
            }

            @Override
            public void prepare(Connection connection) {
                early.prepare(connection);
                connection.write(ByteBuffer.wrap("written early".getBytes(StandardCharsets.UTF_8)));
                client.nextLoop().execute(connection::close);
            }
        };
        Deferred<Probe> connected = client.connect(
                listener.address(), ConnectOptions.DEFAULT, writing.through(TlsContext.client(pair.client())));
        connected.whenComplete((probe, failure) -> {});
        Probe far = accepted(0);
        waitForEnd(far);
        assertEquals(Bytes.utf8("written early"), far.received());
    }

    @Test
    void aCheckThatRefusesReachesBothSides() {
        TlsPair pair = pair("bc", Side.CLIENT);
        TlsPair other = pair.withClient(pair.client().withTrust(new GatedTrust(Trust.nobody())));
        ((GatedTrust) other.client().trust()).open();
        client.workTime(CHECK);
        Deferred<Probe> connected = connect(listen(other, Script.echo()), other, Script.idle());
        TlsFailedException failed = assertThrows(TlsFailedException.class, () -> network.await(connected));
        assertEquals(TlsFailedException.Kind.CERTIFICATE, failed.kind());
        network.run();
        CloseReason.Broken told = assertInstanceOf(CloseReason.Broken.class, atServer.get(0));
        assertSame(
                TlsFailedException.Kind.REFUSED_BY_PEER,
                assertInstanceOf(TlsFailedException.class, told.cause()).kind());
    }
}
