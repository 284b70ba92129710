package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Layers in a stack: handshakes before connectionMade, causes that reach the top, order, what each sees. */
public abstract class LayerContract extends ContractTest {
    @Test
    void connectionMadeWaitsForTheHandshake() {
        openThrough(
                Layers.Handshake::new,
                Script.idle().onMade(probe -> probe.write("after it")),
                Layers.Handshake::new,
                Script.echo());
        waitFor("the echo came", () -> client.receivedBytes() == 8);
        assertEquals(Bytes.utf8("after it"), server.received());
        closeBoth();
    }

    @Test
    void bytesThatCameWithTheHandshakeAreDelivered() {
        // The layer at the client is the identity: it writes the word and the question in one piece.
        openThrough(
                Layers.Identity::new,
                Script.idle().onMade(probe -> probe.write("helloquestion")),
                Layers.Handshake::new,
                Script.echo());
        waitForText("helloquestion", client);
        assertEquals(Bytes.utf8("question"), server.received());
    }

    @Test
    void aPauseInConnectionMadeHoldsWhatCameWithTheHandshake() {
        openThrough(
                Layers.Identity::new,
                Script.idle().onMade(probe -> probe.write("helloquestion")),
                Layers.Handshake::new,
                Script.idle().onMade(Probe::pause));
        settle(client, server);
        assertEquals(List.of("made"), server.events());
        on(server, server::resume);
        waitFor("it came", () -> server.receivedBytes() == 8);
    }

    @Test
    void aHandshakeThatFailsFailsConnectWithItsCause() {
        Listener listener = listenThrough(() -> new Layers.Handshake("adieu", "hello"), Script.idle());
        Deferred<Probe> connecting = connectThrough(listener, Layers.Handshake::new, Script.idle());
        Layers.WrongWord wrong = assertThrows(Layers.WrongWord.class, () -> await(connecting));
        assertEquals("heard adieu, wanted hello", wrong.getMessage());
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    @Test
    void aPeerThatEndsDuringTheHandshakeFailsConnect() {
        Listener listener = listen(Script.idle().onMade(Probe::close));
        Deferred<Probe> connecting = connectThrough(listener, Layers.Endless::new, Script.idle());
        assertConnectFails(ConnectFailedException.Kind.ENDED_EARLY, connecting);
        waitForEnd(accepted(0));
    }

    @Test
    void aLayersCauseReachesConnectionLost() {
        IllegalStateException cause = new IllegalStateException("bad record");
        Supplier<Layer> faulty = () -> new Layer() {
            @Override
            public void dataReceived(ByteBuffer data) {
                below().abort(cause);
            }
        };
        openThrough(Layers.Identity::new, Script.idle(), faulty, Script.idle());
        on(client, () -> client.write("x"));
        assertEquals(cause, waitForEnd(Broken.class, By.US, server).cause());
        waitForReset(client);
        assertEquals(List.of("made", "lost"), server.events());
    }

    @Test
    void aLayerThatThrowsEndsItsConnection() {
        Supplier<Layer> faulty = () -> new Layer() {
            @Override
            public void dataReceived(ByteBuffer data) {
                throw bug;
            }
        };
        openThrough(Layers.Identity::new, Script.idle(), faulty, Script.idle());
        on(client, () -> client.write("x"));
        waitForEnd(client);
        assertEquals(bug, waitForEnd(Broken.class, By.US, server).cause());
    }

    @Test
    void layersHearInTheOrderOfTheStack() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        ProtocolFactory<Probe> factory = serverProbes(Script.echo().onMade(probe -> heard.add("protocol made")))
                .through(() -> new NotingLayer("top", heard))
                .through(() -> new NotingLayer("bottom", heard));
        openTo(factory);
        on(client, () -> client.write("x"));
        waitFor("the echo came", () -> client.receivedBytes() == 1);
        closeBoth();
        assertEquals(
                List.of(
                        "bottom made",
                        "top made",
                        "protocol made",
                        "bottom data",
                        "top data",
                        "top write",
                        "bottom write",
                        "bottom lost",
                        "top lost"),
                heard);
    }
}
