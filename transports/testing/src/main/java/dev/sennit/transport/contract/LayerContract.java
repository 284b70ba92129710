package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Layers in a stack: handshakes before connectionMade, causes that reach the top, order, what each sees. */
public abstract class LayerContract extends ContractTest {
    private Listener listenThrough(Supplier<? extends Layer> layer, Script script) {
        ProtocolFactory<Probe> factory = serverProbes(script).through(layer);
        return await(bench().opening().listen(bench().server(), bench().listenAt(), ListenOptions.DEFAULT, factory));
    }

    private Probe connectThrough(Listener to, Supplier<? extends Layer> layer, Script script) {
        return await(bench().opening()
                .connect(
                        bench().client(),
                        to.address(),
                        ConnectOptions.DEFAULT,
                        clientProbes(script).through(layer)));
    }

    @Test
    void connectionMadeWaitsForTheHandshake() {
        Listener listener = listenThrough(Layers.Handshake::new, Script.echo());
        Probe client =
                connectThrough(listener, Layers.Handshake::new, Script.idle().onMade(probe -> probe.write("after it")));
        waitFor("the echo came", () -> client.receivedBytes() == 8);
        assertEquals(Bytes.utf8("after it"), accepted(0).received());
        on(client, client::close);
        waitForEnd(client, accepted(0));
    }

    @Test
    void bytesThatCameWithTheHandshakeAreDelivered() {
        // The layer at the client is the identity: it writes the word and the question in one piece.
        Listener listener = listenThrough(Layers.Handshake::new, Script.echo());
        Probe client = connectThrough(
                listener, Layers.Identity::new, Script.idle().onMade(probe -> probe.write("helloquestion")));
        waitFor("word and echo came", () -> client.receivedBytes() == 13);
        assertEquals(Bytes.utf8("helloquestion"), client.received());
        assertEquals(Bytes.utf8("question"), accepted(0).received());
    }

    @Test
    void aPauseInConnectionMadeHoldsWhatCameWithTheHandshake() {
        Listener listener = listenThrough(Layers.Handshake::new, Script.idle().onMade(Probe::pause));
        Probe client = connectThrough(
                listener, Layers.Identity::new, Script.idle().onMade(probe -> probe.write("helloquestion")));
        Probe server = accepted(0);
        waitFor("the handshake was over", () -> server.heard("made"));
        settle(client, server);
        assertEquals(List.of("made"), server.events());
        on(server, server::resume);
        waitFor("it came", () -> server.receivedBytes() == 8);
    }

    @Test
    void aHandshakeThatFailsFailsConnectWithItsCause() {
        Listener listener = listenThrough(() -> new Layers.Handshake("adieu", "hello"), Script.idle());
        Layers.WrongWord wrong = assertThrows(
                Layers.WrongWord.class, () -> connectThrough(listener, Layers.Handshake::new, Script.idle()));
        assertEquals("heard adieu, wanted hello", wrong.getMessage());
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    @Test
    void aPeerThatEndsDuringTheHandshakeFailsConnect() {
        Listener listener = listen(ListenOptions.DEFAULT, Script.idle().onMade(Probe::close));
        ConnectFailedException early = assertThrows(
                ConnectFailedException.class, () -> connectThrough(listener, Layers.Endless::new, Script.idle()));
        assertEquals(ConnectFailedException.Kind.ENDED_EARLY, early.kind());
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
        Listener listener = listenThrough(faulty, Script.idle());
        Probe client = connectThrough(listener, Layers.Identity::new, Script.idle());
        on(client, () -> client.write("x"));
        waitForEnd(client, accepted(0));
        assertEquals(cause, assertEnded(Broken.class, By.US, accepted(0)).cause());
        assertEquals(List.of("made", "lost"), accepted(0).events());
        assertReset(client);
    }

    @Test
    void aLayerThatThrowsEndsItsConnection() {
        IllegalStateException bug = new IllegalStateException("a layer's bug");
        Supplier<Layer> faulty = () -> new Layer() {
            @Override
            public void dataReceived(ByteBuffer data) {
                throw bug;
            }
        };
        Listener listener = listenThrough(faulty, Script.idle());
        Probe client = connectThrough(listener, Layers.Identity::new, Script.idle());
        on(client, () -> client.write("x"));
        waitForEnd(client, accepted(0));
        assertEquals(bug, assertEnded(Broken.class, By.US, accepted(0)).cause());
    }

    @Test
    void layersHearInTheOrderOfTheStack() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        ProtocolFactory<Probe> factory = serverProbes(Script.echo().onMade(probe -> heard.add("protocol made")))
                .through(() -> new Noting("top", heard))
                .through(() -> new Noting("bottom", heard));
        Listener listener =
                await(bench().opening().listen(bench().server(), bench().listenAt(), ListenOptions.DEFAULT, factory));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        on(client, () -> client.write("x"));
        waitFor("the echo came", () -> client.receivedBytes() == 1);
        on(client, client::close);
        waitForEnd(client, accepted(0));
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

    private static final class Noting extends Layer {
        private final String name;
        private final List<String> heard;

        private Noting(String name, List<String> heard) {
            this.name = name;
            this.heard = heard;
        }

        @Override
        public void connectionMade() {
            heard.add(name + " made");
            super.connectionMade();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.add(name + " data");
            super.dataReceived(data);
        }

        @Override
        public void write(ByteBuffer data) {
            heard.add(name + " write");
            super.write(data);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            heard.add(name + " lost");
            super.connectionLost(reason);
        }
    }
}
