package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.Connection;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A layer that takes its time before the protocol may begin, and all that can happen meanwhile. */
public abstract class HandshakeContract extends ContractTest {
    private static final int MANY_BYTES = 300_000;

    private final List<Connection> opening = new CopyOnWriteArrayList<>();
    private final List<Layers.Handshake> held = new CopyOnWriteArrayList<>();

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
        onLoop(handshake.loop(), handshake::letGo);
    }

    /** Connects where both sides shake hands, and holds the near handshake up. */
    private Deferred<Probe> connectHeld() {
        listener = listenThrough(Layers.Handshake::new, Script.idle());
        return connect(listener, new HookedFactory(clientProbes(Script.idle()), opening::add).through(this::hold));
    }

    @Test
    void noProtocolIsMadeBeforeTheHandshakeIsDone() {
        Listener listener = listenThrough(this::hold, Script.echo());
        Probe client = await(connectThrough(listener, Layers.Handshake::new, Script.idle()));
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
        Deferred<Probe> connecting = connectHeld();
        Layers.Handshake handshake = heldOne();
        assertFalse(connecting.isDone());
        letGo(handshake);
        assertEquals(List.of("made"), await(connecting).events());
    }

    @Test
    void aFaultDuringTheHandshakeIsWhatConnectFailsWith() {
        IllegalStateException fault = new IllegalStateException("no cipher in common");
        AtomicReference<CloseReason> heard = new AtomicReference<>();
        Listener listener = listenThrough(Layers.Handshake::new, Script.idle());
        Deferred<Probe> connecting = connect(
                listener,
                clientProbes(Script.idle())
                        .through(() -> new Layer() {
                            @Override
                            public void connectionLost(CloseReason reason) {
                                heard.set(reason);
                                super.connectionLost(reason);
                            }
                        })
                        .through(this::hold));
        Layers.Handshake handshake = heldOne();
        onLoop(handshake.loop(), () -> handshake.giveUp(fault));
        assertFails(fault, connecting);
        assertTrue(heard.get() instanceof Broken broken && broken.cause() == fault, "heard " + heard.get());
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    @Test
    void aPeerThatEndsDuringTheHandshakeIsNamedAsTheOneWhoDid() {
        Listener listener = listen(Script.idle().onMade(Probe::close));
        Deferred<Probe> connecting = connectThrough(listener, Layers.Endless::new, Script.idle());
        ConnectFailedException early = assertConnectFails(ConnectFailedException.Kind.ENDED_EARLY, connecting);
        assertTrue(early.toString().contains("the peer ended the connection"), early.toString());
    }

    @Test
    void whatIsWrittenEarlyIsSentBehindTheHandshakeAndBeforeTheRest() {
        Listener listener = listenThrough(Layers.Handshake::new, Script.idle());
        ProtocolFactory<Probe> factory = new HookedFactory(
                clientProbes(Script.idle().onMade(probe -> probe.write(" and made"))),
                connection -> connection.write(Bytes.utf8("early")));
        await(connect(listener, factory.through(Layers.Handshake::new)));
        waitForText("early and made", accepted(0));
    }

    @Test
    void P6_aPauseBeforeTheHandshakeDoesNotStopItAndHoldsAfterIt() {
        Listener listener = listen(new HookedFactory(serverProbes(Script.idle()), Connection::pauseReading)
                .through(Layers.Handshake::new));
        Probe client = await(connectThrough(listener, Layers.Handshake::new, Script.idle()));
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
        Listener listener = listenThrough(this::hold, Script.idle());
        Probe client = await(connectThrough(listener, Layers.Handshake::new, Script.idle()));
        heldOne();
        assertEquals(new DrainReport(1, List.of()), await(listener.drain(Duration.ofSeconds(20))));
        waitForEnd(Clean.class, By.PEER, client);
        assertEquals(0, acceptedCount());
    }

    @Test
    void closingDuringTheHandshakeFailsConnect() {
        Deferred<Probe> connecting = connectHeld();
        heldOne();
        opening.get(0).close();
        assertConnectFails(ConnectFailedException.Kind.ENDED_EARLY, connecting);
        waitForEnd(Clean.class, By.PEER, accepted(0));
    }

    @Test
    void abortingDuringTheHandshakeFailsConnect() {
        Deferred<Probe> connecting = connectHeld();
        heldOne();
        // A reset may overtake what was sent before it.
        Probe server = accepted(0);
        opening.get(0).abort();
        assertConnectFails(ConnectFailedException.Kind.ENDED_EARLY, connecting);
        waitForReset(server);
    }

    @Test
    void T7_anEndOfOutputDuringTheHandshakeFollowsWhatWasWrittenEarly() {
        Listener listener = listenThrough(Layers.Handshake::new, Script.idle());
        ProtocolFactory<Probe> factory = new HookedFactory(clientProbes(Script.idle()), connection -> {
            connection.write(Bytes.utf8("early"));
            connection.endOutput();
        });
        Probe client = await(connect(listener, factory.through(Layers.Handshake::new)));
        waitForEnd(client, accepted(0));
        assertEquals(Bytes.utf8("early"), accepted(0).received());
        assertEquals(List.of("made", "data", "inputEnded", "lost"), accepted(0).events());
    }

    @Test
    void noProtocolIsMadeBeforeTheHandshakesOfAllLayersAreDone() {
        Listener listener =
                listen(serverProbes(Script.idle()).through(this::hold).through(this::hold));
        Deferred<Probe> connecting = connect(
                listener,
                clientProbes(Script.idle()).through(Layers.Handshake::new).through(Layers.Handshake::new));
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
        Deferred<Probe> connecting = connectHeld();
        heldOne();
        Probe server = accepted(0);
        assertTrue(connecting.cancel());
        assertThrows(DeferredCancelledException.class, () -> await(connecting));
        waitForReset(server);
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    /** The server reads nothing until it has its layer too, so that the client's first word is not taken for data. */
    private Layers.Handshake shakeHandsLive(Bytes early) {
        on(client, () -> {
            Connection.of(client.transport()).push(new Layers.Handshake());
            client.write(early);
        });
        Layers.Handshake far = new Layers.Handshake();
        on(server, () -> Connection.of(server.transport()).push(far));
        return far;
    }

    @Test
    void T9_aHandshakePushedLiveGoesOnWhileTheProtocolHasPaused() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        Layers.Handshake far = shakeHandsLive(Bytes.utf8("secret"));
        waitFor("both had shaken hands", far::isDone);
        settle(client, server);
        assertEquals(List.of("made"), server.events());
        on(server, server::resume);
        waitForText("secret", server);
        assertEquals(1, client.times("made"));
    }

    @Test
    void T6_muchWrittenDuringALiveHandshakePausesTheWriterButNotTheHandshake() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        shakeHandsLive(pattern(0, MANY_BYTES));
        assertTrue(client.heard("paused"));
        on(server, server::resume);
        waitForPattern(MANY_BYTES, server);
        waitFor("the client may write on", () -> client.heard("resumed"));
    }

    @Test
    void T9_aLayerCannotBePushedWhileTheFactoryMakesTheProtocol() {
        Listener listener = listen(Script.idle());
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
        openThrough(Layers.Bytewise::new, Script.idle(), Script.stopAndGo());
        on(client, () -> client.writeAndEnd(pattern(0, 2000)));
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
        openThrough(Layers.Bytewise::new, Script.idle(), closesAtTen);
        on(client, () -> client.write(pattern(0, 2000)));
        waitForEnd(client, server);
        assertPattern(10, server.received());
    }

    @Test
    void T9_aReplacementBetweenTwoDeliveriesOfALayerGetsTheRest() {
        Script handsOver = Script.idle().onData((probe, bytes) -> Connection.of(probe.transport())
                .replace(serverProbes(Script.idle()), ByteBuffer.allocate(0)));
        openThrough(Layers.Bytewise::new, Script.idle(), handsOver);
        on(client, () -> client.write("!rest"));
        waitForText("rest", accepted(1));
        assertEquals(Bytes.utf8("!"), server.received());
    }

    @Test
    void aLayersEndOfInputIsHeardOnceAndBeforeTheCarriers() {
        openThrough(Layers.EndMark::new, Script.staysOpen(), Script.staysOpen());
        on(client, () -> client.write("all."));
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
        openThrough(Layers.EndMark::new, Script.idle(), Script.idle());
        on(client, () -> client.write("all."));
        waitForEnd(Clean.class, By.US, server);
        waitForEnd(Clean.class, By.PEER, client);
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
        openTo(serverProbes(polite).through(noting).through(noting));
        await(listener.drain(Duration.ofSeconds(20)));
        waitForEnd(client);
        assertEquals(List.of("layer", "layer", "protocol"), heard);
    }
}
