package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.testing.LogCapture;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.x509.key.KeySelector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A certificate check that waits holds up its own connection alone: client and server share one loop here. */
class SlowCheckTest extends ContractTest {
    private static final Duration STALL_LIMIT = Duration.ofMillis(100);

    private final NioReactor reactor =
            new NioReactor(NioSettings.DEFAULT.withLoops(1).withStallLimit(STALL_LIMIT));
    private final GatedTrust gated = new GatedTrust(TestCerts.TRUST);

    @Override
    protected ContractBench openBench() {
        return ContractBench.real(reactor, reactor, TcpAddress.loopback(0));
    }

    /** A pair of which one side checks the other's certificate at the gate. */
    private TlsPair pair(String implementation, Side checking) {
        TlsPair pair =
                TlsPair.of(implementation.equals("bc") ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK);
        return checking == Side.CLIENT
                ? pair.withClient(pair.client().withTrust(gated))
                : pair.withClient(pair.client().withKeys(KeySelector.of(TestCerts.CLIENT)))
                        .withServer(pair.server().withClients(ClientAuthentication.NEED, gated));
    }

    private Listener listen(TlsPair pair) {
        return await(reactor.listen(
                bench().listenAt(),
                ListenOptions.DEFAULT,
                serverProbes(Script.echo()).through(TlsContext.server(pair.server()))));
    }

    private Deferred<Probe> connect(Listener listener, TlsPair pair, Script script) {
        return reactor.connect(
                listener.address(),
                ConnectOptions.DEFAULT,
                clientProbes(script).through(TlsContext.client(pair.client())));
    }

    /** Opens a plain connection to an echo on the same loop. */
    private Probe pinger() {
        return await(connect(listen(ListenOptions.DEFAULT, Script.echo()), ConnectOptions.DEFAULT, Script.idle()));
    }

    private void ping(Probe pinger) {
        long before = pinger.receivedBytes();
        pinger.write("ping");
        waitFor("the ping was answered", () -> pinger.receivedBytes() == before + 4);
    }

    private void letTimePass(Duration span) {
        Deferred.Source<Boolean> passed = new Deferred.Source<>();
        reactor.nextLoop().execute(() -> reactor.nextLoop().after(span, () -> passed.succeed(true)));
        await(passed.deferred());
    }

    @ParameterizedTest
    @CsvSource({"bc, CLIENT", "bc, SERVER", "jdk, CLIENT", "jdk, SERVER"})
    void aPingOnTheSameLoopIsAnsweredMeanwhile(String implementation, Side checking) {
        TlsPair pair = pair(implementation, checking);
        Probe pinger = pinger();
        try (LogCapture stalls = LogCapture.of("dev.sennit.transport.nio.StallWatch")) {
            Deferred<Probe> connected =
                    connect(listen(pair), pair, Script.idle().onMade(probe -> probe.write("hello")));
            waitFor("the check began", gated::isEntered);
            ping(pinger);
            letTimePass(STALL_LIMIT.multipliedBy(5));
            ping(pinger);
            gated.open();
            Probe client = await(connected);
            waitFor("the echo came", () -> client.receivedBytes() == 5);
            assertEquals(Bytes.utf8("hello"), client.received());
            // A loaded machine may hold a loop up by itself; a stall that the check causes shows it on the stack.
            List<String> ofTheCheck = stalls.messages().stream()
                    .filter(message -> message.contains(GatedTrust.class.getName()))
                    .toList();
            assertEquals(List.of(), ofTheCheck);
            on(client, client::close);
            waitForEnd(client);
        } finally {
            gated.open();
        }
        assertFalse(gated.checkedOn().orElseThrow().getName().contains("-loop-"));
    }

    @ParameterizedTest
    @CsvSource({"bc", "jdk"})
    void cancellingTheConnectCutsThroughTheCheck(String implementation) {
        TlsPair pair = pair(implementation, Side.CLIENT);
        List<CloseReason> atServer = new CopyOnWriteArrayList<>();
        Listener listener = await(reactor.listen(
                bench().listenAt(),
                ListenOptions.DEFAULT,
                serverProbes(Script.echo())
                        .through(() -> new Noted(atServer))
                        .through(TlsContext.server(pair.server()))));
        try {
            Deferred<Probe> connected = connect(listener, pair, Script.idle());
            waitFor("the check began", gated::isEntered);
            connected.cancel();
            assertThrows(DeferredCancelledException.class, () -> await(connected));
            waitFor("the server's end was told", () -> !atServer.isEmpty());
            ping(pinger());
        } finally {
            gated.open();
        }
    }

    /** The step on a worker works on bytes that have arrived; the request behind them waits for the step. */
    @ParameterizedTest
    @CsvSource({"bc", "jdk"})
    void aDrainWaitsForTheCheckAndForTheRequestBehindIt(String implementation) {
        TlsPair pair = pair(implementation, Side.SERVER);
        Listener listener = listen(pair);
        try {
            Probe client = await(connect(listener, pair, Script.idle().onMade(probe -> probe.write("hello"))));
            waitFor("the check began", gated::isEntered);
            Deferred<DrainReport> draining = listener.drain(Duration.ofSeconds(60));
            letTimePass(STALL_LIMIT);
            gated.open();
            waitForEnd(client);
            assertEquals(Bytes.utf8("hello"), client.received());
            assertEquals(new DrainReport(1, List.of()), await(draining));
        } finally {
            gated.open();
        }
    }

    @ParameterizedTest
    @CsvSource({"bc", "jdk"})
    void aDrainEndsWhereTheCheckOutlastsTheHandshakeTime(String implementation) {
        TlsPair pair = pair(implementation, Side.SERVER)
                .withServer(settings ->
                        settings.withLimits(settings.limits().withHandshakeTimeout(Duration.ofMillis(500))));
        Listener listener = listen(pair);
        try {
            Probe client = await(connect(listener, pair, Script.idle()));
            waitFor("the check began", gated::isEntered);
            Deferred<DrainReport> draining = listener.drain(Duration.ofSeconds(60));
            waitForEnd(client);
            assertEquals(new DrainReport(1, List.of()), await(draining));
        } finally {
            gated.open();
        }
    }
}
