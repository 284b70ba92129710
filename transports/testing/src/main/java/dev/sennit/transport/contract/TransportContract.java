package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Carrier;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes both ways: order of callbacks, delivery, pausing, half-close, what may be asked. */
public abstract class TransportContract extends ContractTest {
    private static final int LARGE_BYTES = 8 * 1024 * 1024;

    interface Unheard {}

    /** How long a test tries what has to be tried again. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    @Test
    void P1_callbacksComeInOrderAndEndOnce() {
        open(Script.idle(), Script.echo());
        on(client, () -> client.write("hello"));
        waitFor("the echo came", () -> client.receivedBytes() == 5);
        closeBoth();
        settle(client, server);
        assertEquals(List.of("made", "data", "lost"), client.events());
        assertEquals(List.of("made", "data", "inputEnded", "lost"), server.events());
    }

    @Test
    void P1_bothMayWriteInConnectionMade() {
        open(
                Script.idle().onMade(probe -> probe.write("from the client")),
                Script.idle().onMade(probe -> probe.write("from the server")));
        waitForText("from the server", client);
        waitForText("from the client", server);
    }

    @Test
    void P5_closeInsideDataReceivedSilencesTheRest() {
        open(Script.idle(), Script.idle().onData((probe, bytes) -> probe.close()));
        on(client, () -> client.write(pattern(0, 1 << 20)));
        waitForEnd(server);
        assertEquals(List.of("made", "data", "lost"), server.events());
    }

    @Test
    void P6_pauseInConnectionMadeIsHonoured() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, () -> client.writeAndEnd(Bytes.utf8("early")));
        settle(client, server);
        assertEquals(List.of("made"), server.events());
        assertFalse(server.transport().isReading());
        on(server, server::resume);
        waitForEnd(server);
        assertEquals(List.of("made", "data", "inputEnded", "lost"), server.events());
        assertEquals(Bytes.utf8("early"), server.received());
    }

    @Test
    void P6_pauseInsideDataReceivedHoldsBytesAndTheEnd() {
        open(Script.idle(), Script.idle().onData((probe, bytes) -> probe.pause()));
        on(client, () -> client.write("one"));
        waitFor("the first came", () -> server.receivedBytes() > 0);
        on(client, () -> client.writeAndClose(Bytes.utf8("two")));
        settle(client, server);
        assertFalse(server.heard("inputEnded"));
        // It pauses again with each piece that comes.
        long begun = System.nanoTime();
        while (!server.isLost() && System.nanoTime() - begun < PATIENCE_NANOS) {
            on(server, server::resume);
            settle(client, server);
        }
        assertTrue(server.isLost(), "the end came behind the bytes");
        assertEquals(Bytes.utf8("onetwo"), server.received());
    }

    @Test
    void P6_resumingNeverDeliversFromInsideTheCall() {
        // The probe takes a callback from inside a callback for a broken rule.
        open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            probe.pause();
            probe.resume();
        }));
        on(client, () -> client.write(pattern(0, 1 << 20)));
        waitForPattern(1 << 20, server);
    }

    @Test
    void P6_pausingTwiceIsAsGoodAsOnce() {
        open(Script.idle(), Script.idle());
        on(server, () -> {
            server.pause();
            server.pause();
            server.resume();
            server.resume();
        });
        on(client, () -> client.write("x"));
        waitFor("it came", () -> server.receivedBytes() == 1);
    }

    @Test
    void P6_bytesWrittenWhilePausedAllArriveAfterwards() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, () -> client.write(pattern(0, 1 << 20)));
        settle(client, server);
        assertEquals(0, server.receivedBytes());
        on(server, server::resume);
        waitForPattern(1 << 20, server);
    }

    @Test
    void T3_bytesMayBeReusedAtOnce() {
        open(Script.idle(), Script.idle());
        on(client, () -> {
            for (boolean direct : new boolean[] {false, true}) {
                ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(100_000) : ByteBuffer.allocate(100_000);
                for (int value = 1; value <= 20; value++) {
                    client.transport().write(fill(buffer.clear(), value));
                    assertFalse(buffer.hasRemaining(), "write moves the position to the limit");
                }
                fill(buffer.clear(), 0x7f);
            }
        });
        waitFor("all had come", () -> server.receivedBytes() == 4_000_000);
        Bytes got = server.received();
        for (int i = 0; i < 40; i++) {
            byte wanted = (byte) (i % 20 + 1);
            assertEquals(wanted, got.byteAt(i * 100_000));
            assertEquals(wanted, got.byteAt(i * 100_000 + 99_999));
        }
    }

    private static ByteBuffer fill(ByteBuffer buffer, int value) {
        while (buffer.hasRemaining()) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    @Test
    void T3_writesOnlyFromPositionToLimit() {
        open(Script.idle(), Script.idle());
        on(client, () -> {
            ByteBuffer part = ByteBuffer.wrap(Bytes.utf8("-abc-").toByteArray());
            client.transport().write(part.position(1).limit(4));
            client.transport().write(ByteBuffer.allocate(0));
            client.write(Bytes.EMPTY);
            client.write("d");
        });
        waitForText("abcd", server);
    }

    @Test
    void T3_largeWritesArriveWholeInChunksOfAnySize() {
        Random random = new Random(7);
        open(Script.staysOpen().onPaused(probe -> true), Script.idle());
        on(client, () -> {
            for (int at = 0; at < LARGE_BYTES; ) {
                int size = Math.min(LARGE_BYTES - at, 1 + random.nextInt(1 << random.nextInt(19)));
                client.write(pattern(at, size));
                at += size;
            }
        });
        waitForPattern(LARGE_BYTES, server);
    }

    @Test
    void T3_oneWriteOfEightMebibytesArrivesWhole() {
        open(Script.idle().onMade(probe -> probe.write(pattern(0, LARGE_BYTES))), Script.idle());
        closeBoth();
        assertPattern(LARGE_BYTES, server.received());
    }

    @Test
    void T3_bothWaysAtOnceNothingIsLost() {
        Script script =
                Script.staysOpen().onPaused(probe -> true).onMade(probe -> probe.write(pattern(0, LARGE_BYTES)));
        open(script, script);
        waitForPattern(LARGE_BYTES, client);
        waitForPattern(LARGE_BYTES, server);
    }

    @Test
    void T5_writesAfterTheEndGoNowhere() {
        open(Script.idle(), Script.staysOpen());
        on(client, () -> {
            client.write("before");
            client.transport().endOutput();
            ByteBuffer late = ByteBuffer.wrap(new byte[10]);
            client.transport().write(late);
            assertFalse(late.hasRemaining());
            client.close();
            client.write("after close");
        });
        waitFor("the end came", () -> server.heard("inputEnded"));
        on(server, server::close);
        waitForEnd(client, server);
        on(client, () -> client.write("after the end"));
        assertEquals(Bytes.utf8("before"), server.received());
    }

    @Test
    void T8_bytesBeforeTheEndAreDeliveredBeforeIt() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, () -> client.writeAndClose(pattern(0, 50_000)));
        settle(client, server);
        on(server, server::resume);
        waitForEnd(client, server);
        assertPattern(50_000, server.received());
        assertEquals(List.of("made", "data", "inputEnded", "lost"), server.events());
    }

    @Test
    void anUnknownFeatureIsEmptyAndTrafficCounts() {
        open(Script.idle(), Script.echo());
        on(client, () -> client.write("hello"));
        waitFor("the echo came", () -> client.receivedBytes() == 5);
        assertTrue(client.transport().feature(Unheard.class).isEmpty());
        closeBoth();
        Traffic passed = client.reason().ending().traffic();
        assertTrue(passed.bytesSent() >= 5 && passed.bytesReceived() >= 5, passed.toString());
        assertEquals(0, passed.bytesUnsent());
        assertFalse(passed.lasted().isNegative());
    }

    @Test
    void T13_aFeatureIsFoundByItsDeclaredTypeAlone() {
        open(Script.idle(), Script.idle());
        List<Class<?>> supertypes =
                List.of(Object.class, Transport.class, Carrier.class, Protocol.class, Layer.class, Record.class);
        for (Class<?> type : supertypes) {
            assertEquals(Optional.empty(), client.transport().feature(type), type.getName());
            assertEquals(Optional.empty(), server.transport().feature(type), type.getName());
        }
        assertEquals(Optional.of(client.transport()), client.transport().feature(Connection.class));
    }

    @Test
    void trafficCountsWhatAnAbortLeavesUnsent() {
        open(Script.staysOpen(), Script.idle().onMade(Probe::pause));
        flood(client);
        on(client, client::abort);
        waitForEnd(client);
        Traffic passed = client.reason().ending().traffic();
        assertTrue(passed.bytesUnsent() > 0, passed.bytesUnsent() + " unsent");
    }

    @Test
    void addressesAreEachOthers() {
        open(Script.idle(), Script.idle());
        assertEquals(client.transport().local(), server.transport().peer());
        assertEquals(client.transport().peer(), server.transport().local());
        assertEquals(listener.address(), client.transport().peer());
        assertNotEquals(client.transport().local(), client.transport().peer());
        String text = client.transport().toString();
        assertTrue(text.contains(client.transport().local().toString()), text);
        assertTrue(text.contains(client.transport().peer().toString()), text);
    }
}
