package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Connection;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A layer that takes its time before the protocol may begin, and all that can happen meanwhile. */
public abstract class HandshakeContract extends ContractTest {
    private static final int MANY_BYTES = 300_000;

    private final List<Layers.Handshake> held = new CopyOnWriteArrayList<>();

    /** A factory that does something with the connection once its layers are there. */
    private record Preparing(ProtocolFactory<Probe> factory, Consumer<Connection> preparation)
            implements ProtocolFactory<Probe> {
        @Override
        public Probe protocolFor(Transport transport) {
            return factory.protocolFor(transport);
        }

        @Override
        public void prepare(Connection connection) {
            preparation.accept(connection);
        }
    }

    private Layers.Handshake hold() {
        Layers.Handshake handshake = Layers.Handshake.held();
        held.add(handshake);
        return handshake;
    }

    private Layers.Handshake heldOne() {
        waitFor("a handshake began", () -> !held.isEmpty());
        waitFor("it heard its word", () -> held.get(0).hasHeard());
        return held.get(0);
    }

    private void letGo(Layers.Handshake handshake) {
        onLoopOf(handshake, handshake::letGo);
    }

    private void onLoopOf(Layer layer, Runnable action) {
        Deferred.Source<Boolean> done = new Deferred.Source<>();
        layer.loop().execute(() -> {
            action.run();
            done.succeed(true);
        });
        await(done.deferred());
    }

    private Listener listenThrough(Supplier<? extends Layer> layer, ProtocolFactory<Probe> factory) {
        return await(bench().opening()
                .listen(bench().server(), bench().listenAt(), ListenOptions.DEFAULT, factory.through(layer)));
    }

    private Deferred<Probe> connectThrough(
            Listener to, Supplier<? extends Layer> layer, ProtocolFactory<Probe> factory) {
        return bench().opening()
                .connect(bench().client(), to.address(), ConnectOptions.DEFAULT, factory.through(layer));
    }

    private ProtocolFactory<Probe> clients() {
        return clientProbes(Script.idle());
    }

    @Test
    void noProtocolIsMadeBeforeTheHandshakeIsDone() {
        Listener listener = listenThrough(this::hold, serverProbes(Script.echo()));
        Probe client = await(connectThrough(listener, Layers.Handshake::new, clients()));
        on(client, () -> client.write("question"));
        Layers.Handshake handshake = heldOne();
        settle(client);
        assertEquals(0, acceptedCount());
        assertEquals(1, listener.connections());
        letGo(handshake);
        waitFor("the echo came", () -> client.receivedBytes() == 8);
        assertEquals(List.of("made", "data"), accepted(0).events());
    }

    @Test
    void connectAnswersWhenTheHandshakeIsDone() {
        Listener listener = listenThrough(Layers.Handshake::new, serverProbes(Script.idle()));
        Deferred<Probe> connecting = connectThrough(listener, this::hold, clients());
        Layers.Handshake handshake = heldOne();
        assertFalse(connecting.isDone());
        letGo(handshake);
        assertEquals(List.of("made"), await(connecting).events());
    }

    @Test
    void aFaultDuringTheHandshakeIsWhatConnectFailsWith() {
        IllegalStateException fault = new IllegalStateException("no cipher in common");
        AtomicReference<CloseReason> heard = new AtomicReference<>();
        Listener listener = listenThrough(Layers.Handshake::new, serverProbes(Script.idle()));
        Deferred<Probe> connecting =
                connectThrough(listener, this::hold, clients().through(() -> new Layer() {
                    @Override
                    public void connectionLost(CloseReason reason) {
                        heard.set(reason);
                        super.connectionLost(reason);
                    }
                }));
        Layers.Handshake handshake = heldOne();
        onLoopOf(handshake, () -> handshake.giveUp(fault));
        assertSame(fault, assertThrows(IllegalStateException.class, () -> await(connecting)));
        assertTrue(heard.get() instanceof Broken broken && broken.cause() == fault, "heard " + heard.get());
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    @Test
    void aPeerThatEndsDuringTheHandshakeIsNamedAsTheOneWhoDid() {
        Listener listener = listen(ListenOptions.DEFAULT, Script.idle().onMade(Probe::close));
        Deferred<Probe> connecting = connectThrough(listener, Layers.Endless::new, clients());
        ConnectFailedException early = assertThrows(ConnectFailedException.class, () -> await(connecting));
        assertEquals(ConnectFailedException.Kind.ENDED_EARLY, early.kind());
        assertTrue(early.toString().contains("the peer ended the connection"), early.toString());
    }

    @Test
    void whatIsWrittenEarlyIsSentBehindTheHandshakeAndBeforeTheRest() {
        Listener listener = listenThrough(Layers.Handshake::new, serverProbes(Script.idle()));
        ProtocolFactory<Probe> factory = new Preparing(
                clientProbes(Script.idle().onMade(probe -> probe.write(" and made"))),
                connection -> connection.write(Bytes.utf8("early")));
        await(connectThrough(listener, Layers.Handshake::new, factory));
        Probe server = accepted(0);
        waitFor("all had come", () -> server.receivedBytes() == 14);
        assertEquals(Bytes.utf8("early and made"), server.received());
    }

    @Test
    void P6_aPauseBeforeTheHandshakeDoesNotStopItAndHoldsAfterIt() {
        Listener listener = listenThrough(
                Layers.Handshake::new, new Preparing(serverProbes(Script.idle()), Connection::pauseReading));
        Probe client = await(connectThrough(listener, Layers.Handshake::new, clients()));
        on(client, () -> client.write("question"));
        Probe server = accepted(0);
        waitFor("the handshake was over", () -> server.heard("made"));
        settle(client, server);
        assertEquals(List.of("made"), server.events());
        on(server, server::resume);
        waitFor("it came", () -> server.receivedBytes() == 8);
    }

    @Test
    void aDrainDuringTheHandshakeClosesTheConnection() {
        Listener listener = listenThrough(this::hold, serverProbes(Script.idle()));
        Probe client = await(connectThrough(listener, Layers.Handshake::new, clients()));
        heldOne();
        assertEquals(new DrainReport(1, List.of()), await(listener.drain(Duration.ofSeconds(20))));
        waitForEnd(client);
        assertEnded(Clean.class, By.PEER, client);
        assertEquals(0, acceptedCount());
    }

    @Test
    void closingDuringTheHandshakeFailsConnect() {
        List<Connection> opening = new CopyOnWriteArrayList<>();
        Listener listener = listenThrough(Layers.Handshake::new, serverProbes(Script.idle()));
        Deferred<Probe> connecting = connectThrough(listener, this::hold, new Preparing(clients(), opening::add));
        heldOne();
        opening.get(0).close();
        ConnectFailedException early = assertThrows(ConnectFailedException.class, () -> await(connecting));
        assertEquals(ConnectFailedException.Kind.ENDED_EARLY, early.kind());
        waitForEnd(accepted(0));
        assertEnded(Clean.class, By.PEER, accepted(0));
    }

    @Test
    void abortingDuringTheHandshakeFailsConnect() {
        List<Connection> opening = new CopyOnWriteArrayList<>();
        Listener listener = listenThrough(Layers.Handshake::new, serverProbes(Script.idle()));
        Deferred<Probe> connecting = connectThrough(listener, this::hold, new Preparing(clients(), opening::add));
        heldOne();
        // A reset may overtake what was sent before it.
        Probe server = accepted(0);
        opening.get(0).abort();
        ConnectFailedException early = assertThrows(ConnectFailedException.class, () -> await(connecting));
        assertEquals(ConnectFailedException.Kind.ENDED_EARLY, early.kind());
        waitForEnd(server);
        assertReset(server);
    }

    @Test
    void T7_anEndOfOutputDuringTheHandshakeFollowsWhatWasWrittenEarly() {
        Listener listener = listenThrough(Layers.Handshake::new, serverProbes(Script.idle()));
        ProtocolFactory<Probe> factory = new Preparing(clients(), connection -> {
            connection.write(Bytes.utf8("early"));
            connection.endOutput();
        });
        Probe client = await(connectThrough(listener, Layers.Handshake::new, factory));
        waitForEnd(client, accepted(0));
        assertEquals(Bytes.utf8("early"), accepted(0).received());
        assertEquals(List.of("made", "data", "inputEnded", "lost"), accepted(0).events());
    }

    @Test
    void noProtocolIsMadeBeforeTheHandshakesOfAllLayersAreDone() {
        Listener listener =
                listenThrough(this::hold, serverProbes(Script.idle()).through(this::hold));
        Deferred<Probe> connecting =
                connectThrough(listener, Layers.Handshake::new, clients().through(Layers.Handshake::new));
        letGo(heldOne());
        waitFor("the next one heard its word", () -> held.get(1).hasHeard());
        Probe client = await(connecting);
        settle(client);
        assertEquals(0, acceptedCount());
        letGo(held.get(1));
        assertEquals(List.of("made"), accepted(0).events());
    }

    @Test
    void R3_cancellingDuringTheHandshakeLeavesNothingOpen() {
        Listener listener = listenThrough(Layers.Handshake::new, serverProbes(Script.idle()));
        Deferred<Probe> connecting = connectThrough(listener, this::hold, clients());
        heldOne();
        Probe server = accepted(0);
        assertTrue(connecting.cancel());
        assertThrows(DeferredCancelledException.class, () -> await(connecting));
        waitForEnd(server);
        assertReset(server);
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    /** The server reads nothing until it has its layer too, so that the client's first word is not taken for data. */
    private Layers.Handshake shakeHandsLive(Pair pair, Bytes early) {
        on(pair.client(), () -> {
            Connection.of(pair.client().transport()).push(new Layers.Handshake());
            pair.client().write(early);
        });
        Layers.Handshake far = new Layers.Handshake();
        on(pair.server(), () -> Connection.of(pair.server().transport()).push(far));
        return far;
    }

    @Test
    void T9_aHandshakePushedLiveGoesOnWhileTheProtocolHasPaused() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        Layers.Handshake far = shakeHandsLive(pair, Bytes.utf8("secret"));
        waitFor("both had shaken hands", far::isDone);
        settle(pair.client(), pair.server());
        assertEquals(List.of("made"), pair.server().events());
        on(pair.server(), pair.server()::resume);
        waitFor("it came", () -> pair.server().receivedBytes() == 6);
        assertEquals(Bytes.utf8("secret"), pair.server().received());
        assertEquals(1, pair.client().times("made"));
    }

    @Test
    void T6_muchWrittenDuringALiveHandshakePausesTheWriterButNotTheHandshake() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        shakeHandsLive(pair, pattern(0, MANY_BYTES));
        assertTrue(pair.client().heard("paused"));
        on(pair.server(), pair.server()::resume);
        waitFor("all had come", () -> pair.server().receivedBytes() == MANY_BYTES);
        assertPattern(MANY_BYTES, pair.server().received());
        waitFor("the client may write on", () -> pair.client().heard("resumed"));
    }

    @Test
    void T9_aLayerCannotBePushedWhileTheFactoryMakesTheProtocol() {
        Listener listener = listen(ListenOptions.DEFAULT, Script.idle());
        Deferred<Probe> connecting = connect(listener, transport -> {
            Connection.of(transport).push(new Layers.Identity());
            throw new AssertionError("push came through");
        });
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> await(connecting));
        assertTrue(refused.toString().contains("prepare"), refused.toString());
        assertEquals(1, witness().logged(refused));
    }

    @Test
    void P6_aPauseBetweenTwoDeliveriesOfALayerLosesNothing() {
        Script stopAndGo = Script.idle().onData((probe, bytes) -> {
            probe.pause();
            probe.transport().loop().execute(probe::resume);
        });
        Listener listener = listenThrough(Layers.Bytewise::new, serverProbes(stopAndGo));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        on(client, () -> {
            client.write(pattern(0, 2000));
            client.transport().endOutput();
        });
        Probe server = accepted(0);
        waitForEnd(server);
        assertPattern(2000, server.received());
        assertEquals(List.of("made", "data", "inputEnded", "lost"), server.events());
    }

    @Test
    void P5_aCloseBetweenTwoDeliveriesOfALayerIsTheLastThingHeard() {
        Script closesAtTen = Script.idle().onData((probe, bytes) -> {
            if (probe.receivedBytes() == 10) {
                probe.close();
            }
        });
        Listener listener = listenThrough(Layers.Bytewise::new, serverProbes(closesAtTen));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        on(client, () -> client.write(pattern(0, 2000)));
        waitForEnd(client, accepted(0));
        assertPattern(10, accepted(0).received());
    }

    @Test
    void T9_aReplacementBetweenTwoDeliveriesOfALayerGetsTheRest() {
        List<Probe> second = new CopyOnWriteArrayList<>();
        Listener listener =
                listenThrough(Layers.Bytewise::new, serverProbes(Script.idle().onData((probe, bytes) -> Connection.of(
                                probe.transport())
                        .replace(
                                transport -> {
                                    second.add(new Probe(transport, Script.idle(), witness()));
                                    return second.get(0);
                                },
                                ByteBuffer.allocate(0)))));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        on(client, () -> client.write("!rest"));
        waitFor("the rest came", () -> !second.isEmpty() && second.get(0).receivedBytes() == 4);
        assertEquals(Bytes.utf8("rest"), second.get(0).received());
        assertEquals(Bytes.utf8("!"), accepted(0).received());
    }

    @Test
    void aLayersEndOfInputIsHeardOnceAndBeforeTheCarriers() {
        Listener listener = listenThrough(Layers.EndMark::new, serverProbes(Script.staysOpen()));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.staysOpen()));
        on(client, () -> client.write("all."));
        Probe server = accepted(0);
        waitFor("the end was heard", () -> server.heard("inputEnded"));
        on(server, () -> server.write("reply"));
        waitFor("the reply came", () -> client.receivedBytes() == 5);
        on(client, () -> client.transport().endOutput());
        settle(client, server);
        on(server, server::close);
        waitForEnd(client, server);
        assertEquals(List.of("made", "data", "inputEnded", "lost"), server.events());
        assertEquals(Bytes.utf8("all"), server.received());
    }

    @Test
    void aLayersEndOfInputClosesAProtocolThatDoesNotCare() {
        Listener listener = listenThrough(Layers.EndMark::new, serverProbes(Script.idle()));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        on(client, () -> client.write("all."));
        waitForEnd(client, accepted(0));
        assertEnded(Clean.class, By.US, accepted(0));
        assertEnded(Clean.class, By.PEER, client);
    }

    @Test
    void aDrainPassesThroughTheLayersOnItsWayUp() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Supplier<Layer> noting = () -> new Layer() {
            @Override
            public boolean drainRequested() {
                heard.add("layer");
                return super.drainRequested();
            }
        };
        Script polite = Script.idle().onDrain(probe -> {
            heard.add("protocol");
            probe.close();
            return true;
        });
        Listener listener = listenThrough(noting, serverProbes(polite).through(noting));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        Probe server = accepted(0);
        waitFor("the server's end was open", () -> server.heard("made"));
        await(listener.drain(Duration.ofSeconds(20)));
        waitForEnd(client);
        assertEquals(List.of("layer", "layer", "protocol"), heard);
    }
}
