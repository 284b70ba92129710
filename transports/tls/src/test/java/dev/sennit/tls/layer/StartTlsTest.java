package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsSession;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.Outcome;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS under a protocol that runs already: "STARTTLS", "OK", and from then on all is encrypted. */
class StartTlsTest extends ContractTest {
    private static final Bytes COMMAND = Bytes.utf8("STARTTLS\n");
    private static final Bytes GO_AHEAD = Bytes.utf8("OK\n");

    private final List<Deferred<TlsSession>> started = new ArrayList<>();
    private final ByteQueue overheard = new ByteQueue();
    private final MemoryNetwork network = MemoryNetwork.seeded(1);

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(network);
    }

    private static TlsPair pair(String implementation) {
        TlsPair pair =
                TlsPair.of(implementation.startsWith("bc") ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK);
        return implementation.endsWith("on workers") ? pair.onWorkers() : pair;
    }

    /** Answers the command, and starts TLS with whatever came behind it; later echoes. */
    private Script server(TlsContext tls, Bytes behindTheAnswer) {
        ByteQueue heard = new ByteQueue();
        return Script.idle().onData((probe, bytes) -> {
            if (!started.isEmpty()) {
                probe.write(bytes);
                return;
            }
            heard.add(bytes);
            Bytes all = Bytes.copyOf(heard.asReadOnlyBuffer());
            if (all.startsWith(COMMAND)) {
                probe.write(GO_AHEAD.plus(behindTheAnswer));
                start(tls, probe, all.slice(COMMAND.length()));
            }
        });
    }

    /** Sends the command, starts TLS when told to, and says hello at once. */
    private Script client(TlsContext tls, Bytes behindTheCommand) {
        ByteQueue heard = new ByteQueue();
        List<Boolean> done = new ArrayList<>();
        return Script.idle()
                .onMade(probe -> probe.write(COMMAND.plus(behindTheCommand)))
                .onData((probe, bytes) -> {
                    heard.add(bytes);
                    Bytes all = Bytes.copyOf(heard.asReadOnlyBuffer());
                    if (done.isEmpty() && all.startsWith(GO_AHEAD)) {
                        done.add(true);
                        start(tls, probe, all.slice(GO_AHEAD.length()));
                        probe.write("a secret");
                    }
                });
    }

    private void start(TlsContext tls, Probe probe, Bytes rest) {
        Deferred<TlsSession> answer = tls.start(probe.transport(), rest.asReadOnlyBuffer());
        started.add(answer);
        // A failure that somebody looked at.
        answer.whenComplete((session, failure) -> {});
    }

    private Probe talk(Script client, Script server) {
        Listener listener = await(bench().opening()
                .listen(
                        bench().server(),
                        bench().listenAt(),
                        ListenOptions.DEFAULT,
                        serverProbes(server).through(() -> new Eavesdropper(overheard))));
        return await(connect(listener, ConnectOptions.DEFAULT, client));
    }

    @ParameterizedTest
    @CsvSource({
        "bc, 1000000",
        "bc, 1",
        "bc, 7",
        "jdk, 1000000",
        "jdk, 1",
        "jdk, 7",
        "bc on workers, 1000000",
        "bc on workers, 7",
        "jdk on workers, 7"
    })
    void encryptsWhatFollowsOnBothSides(String implementation, int pieces) {
        network.rules(
                (MemoryHost) bench().server(), (MemoryHost) bench().client(), LinkRules.DEFAULT.withPieces(pieces));
        TlsPair pair = pair(implementation);
        Probe client = talk(
                client(TlsContext.client(pair.client()), Bytes.EMPTY),
                server(TlsContext.server(pair.server()), Bytes.EMPTY));
        waitFor("the secret came back", () -> client.received().endsWith(Bytes.utf8("a secret")));

        assertEquals(2, started.size());
        TlsSession atServer = await(started.get(0));
        TlsSession atClient = await(started.get(1));
        assertEquals(atClient.channelBinding(), atServer.channelBinding());
        assertEquals(atClient, client.transport().feature(TlsSession.class).orElseThrow());
        Bytes wire = Bytes.copyOf(overheard.asReadOnlyBuffer());
        assertTrue(wire.startsWith(COMMAND));
        assertFalse(wire.indexOf(Bytes.utf8("secret")) >= 0, "the secret went in clear");
        on(client, client::close);
        waitForEnd(client, accepted(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theEndOfAProtocolThatWasOpenIsNotWhileOpening(boolean pushed) {
        TlsContext tls = TlsContext.client(pair("bc").client());
        Script starter = Script.idle().onMade(probe -> {
            if (pushed) {
                Connection.of(probe.transport()).push(tls.get());
            } else {
                start(tls, probe, Bytes.EMPTY);
            }
        });
        Probe client = talk(starter, Script.idle().onData((probe, bytes) -> probe.abort()));
        waitForEnd(client);
        assertEquals(Phase.OPEN, client.reason().ending().phase());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "jdk", "bc on workers"})
    void startsInADeliveryThatHadWaitedForAnotherProtocol(String implementation) {
        TlsPair pair = pair(implementation);
        Script starting = server(TlsContext.server(pair.server()), Bytes.EMPTY);
        // Looks at the first bytes, and leaves them to the protocol that they ask for.
        Script sniffing = Script.idle().onData((probe, bytes) -> Connection.of(probe.transport())
                .replace(serverProbes(starting), bytes.asReadOnlyBuffer()));
        Probe client = talk(client(TlsContext.client(pair.client()), Bytes.EMPTY), sniffing);
        waitFor("the secret came back", () -> client.received().endsWith(Bytes.utf8("a secret")));
        on(client, client::close);
        waitForEnd(client, accepted(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "jdk", "bc on workers"})
    void takesNothingThatCameInClearBehindTheCommand(String implementation) {
        TlsPair pair = pair(implementation);
        Probe client = talk(
                client(TlsContext.client(pair.client()), Bytes.utf8("DELETE everything\n")),
                server(TlsContext.server(pair.server()), Bytes.EMPTY));
        waitForEnd(client, accepted(0));
        assertRefused(accepted(0));
        assertEquals(
                COMMAND.plus(Bytes.utf8("DELETE everything\n")), accepted(0).received());
        assertInstanceOf(Outcome.Failure.class, await(Deferred.settled(started)).get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "jdk", "bc on workers"})
    void takesNothingThatCameInClearBehindTheAnswer(String implementation) {
        TlsPair pair = pair(implementation);
        Probe client = talk(
                client(TlsContext.client(pair.client()), Bytes.EMPTY),
                server(TlsContext.server(pair.server()), Bytes.utf8("your inbox is empty\n")));
        waitForEnd(client, accepted(0));
        assertRefused(client);
    }

    private static void assertRefused(Probe probe) {
        Broken broken = assertInstanceOf(Broken.class, probe.reason());
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, broken.cause());
        assertEquals(TlsFailedException.Kind.NOT_TLS, failed.kind());
    }

    /** Under TLS, once that is there: hears what goes over the wire. */
    private static final class Eavesdropper extends Layer {
        private final ByteQueue overheard;

        Eavesdropper(ByteQueue overheard) {
            this.overheard = overheard;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            overheard.add(Bytes.copyOf(data));
            super.dataReceived(data);
        }
    }
}
