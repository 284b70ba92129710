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

    @Test
    void P1_callbacksComeInOrderAndEndOnce() {
        Pair pair = open(Script.idle(), Script.echo());
        on(pair.client(), () -> pair.client().write("hello"));
        waitFor("the echo came", () -> pair.client().receivedBytes() == 5);
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), pair.server());
        settle(pair.client(), pair.server());
        assertEquals(List.of("made", "data", "lost"), pair.client().events());
        assertEquals(
                List.of("made", "data", "inputEnded", "lost"), pair.server().events());
    }

    @Test
    void P1_bothMayWriteInConnectionMade() {
        Pair pair = open(
                Script.idle().onMade(probe -> probe.write("from the client")),
                Script.idle().onMade(probe -> probe.write("from the server")));
        waitFor(
                "both had heard",
                () -> pair.client().receivedBytes() == 15 && pair.server().receivedBytes() == 15);
        assertEquals(Bytes.utf8("from the server"), pair.client().received());
        assertEquals(Bytes.utf8("from the client"), pair.server().received());
    }

    @Test
    void P5_closeInsideDataReceivedSilencesTheRest() {
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> probe.close()));
        on(pair.client(), () -> pair.client().write(pattern(0, 1 << 20)));
        waitForEnd(pair.server());
        assertEquals(List.of("made", "data", "lost"), pair.server().events());
    }

    @Test
    void P6_pauseInConnectionMadeIsHonoured() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), () -> {
            pair.client().write("early");
            pair.client().transport().endOutput();
        });
        settle(pair.client(), pair.server());
        assertEquals(List.of("made"), pair.server().events());
        assertFalse(pair.server().transport().isReading());
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.server());
        assertEquals(
                List.of("made", "data", "inputEnded", "lost"), pair.server().events());
        assertEquals(Bytes.utf8("early"), pair.server().received());
    }

    @Test
    void P6_pauseInsideDataReceivedHoldsBytesAndTheEnd() {
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> probe.pause()));
        on(pair.client(), () -> pair.client().write("one"));
        waitFor("the first came", () -> pair.server().receivedBytes() > 0);
        on(pair.client(), () -> {
            pair.client().write("two");
            pair.client().close();
        });
        settle(pair.client(), pair.server());
        assertFalse(pair.server().heard("inputEnded"));
        while (!pair.server().isLost()) {
            on(pair.server(), pair.server()::resume);
            settle(pair.client(), pair.server());
        }
        assertEquals(Bytes.utf8("onetwo"), pair.server().received());
    }

    @Test
    void P6_resumingNeverDeliversFromInsideTheCall() {
        // The probe takes a callback from inside a callback for a broken rule.
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            probe.pause();
            probe.resume();
        }));
        on(pair.client(), () -> pair.client().write(pattern(0, 1 << 20)));
        waitFor("all had come", () -> pair.server().receivedBytes() == 1 << 20);
        assertPattern(1 << 20, pair.server().received());
    }

    @Test
    void P6_pausingTwiceIsAsGoodAsOnce() {
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.server(), () -> {
            pair.server().pause();
            pair.server().pause();
            pair.server().resume();
            pair.server().resume();
        });
        on(pair.client(), () -> pair.client().write("x"));
        waitFor("it came", () -> pair.server().receivedBytes() == 1);
    }

    @Test
    void P6_bytesWrittenWhilePausedAllArriveAfterwards() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), () -> pair.client().write(pattern(0, 1 << 20)));
        settle(pair.client(), pair.server());
        assertEquals(0, pair.server().receivedBytes());
        on(pair.server(), pair.server()::resume);
        waitFor("all had come", () -> pair.server().receivedBytes() == 1 << 20);
        assertPattern(1 << 20, pair.server().received());
    }

    @Test
    void T3_bytesMayBeReusedAtOnce() {
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.client(), () -> {
            for (boolean direct : new boolean[] {false, true}) {
                ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(100_000) : ByteBuffer.allocate(100_000);
                for (int value = 1; value <= 20; value++) {
                    buffer.clear();
                    while (buffer.hasRemaining()) {
                        buffer.put((byte) value);
                    }
                    pair.client().transport().write(buffer.flip());
                    assertFalse(buffer.hasRemaining(), "write moves the position to the limit");
                }
                buffer.clear();
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0x7f);
                }
            }
        });
        waitFor("all had come", () -> pair.server().receivedBytes() == 4_000_000);
        Bytes got = pair.server().received();
        for (int i = 0; i < 40; i++) {
            byte wanted = (byte) (i % 20 + 1);
            assertEquals(wanted, got.byteAt(i * 100_000));
            assertEquals(wanted, got.byteAt(i * 100_000 + 99_999));
        }
    }

    @Test
    void T3_writesOnlyFromPositionToLimit() {
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.client(), () -> {
            ByteBuffer part = ByteBuffer.wrap(Bytes.utf8("-abc-").toByteArray());
            pair.client().transport().write(part.position(1).limit(4));
            pair.client().transport().write(ByteBuffer.allocate(0));
            pair.client().write(Bytes.EMPTY);
            pair.client().write("d");
        });
        waitFor("all had come", () -> pair.server().receivedBytes() == 4);
        assertEquals(Bytes.utf8("abcd"), pair.server().received());
    }

    @Test
    void T3_largeWritesArriveWholeInChunksOfAnySize() {
        long seed = 7;
        Random random = new Random(seed);
        Pair pair = open(Script.staysOpen().onPaused(probe -> true), Script.idle());
        on(pair.client(), () -> {
            for (int at = 0; at < LARGE_BYTES; ) {
                int size = Math.min(LARGE_BYTES - at, 1 + random.nextInt(1 << random.nextInt(19)));
                pair.client().write(pattern(at, size));
                at += size;
            }
        });
        waitFor("all had come", () -> pair.server().receivedBytes() == LARGE_BYTES);
        assertPattern(LARGE_BYTES, pair.server().received());
    }

    @Test
    void T3_oneWriteOfEightMebibytesArrivesWhole() {
        Pair pair = open(Script.idle().onMade(probe -> probe.write(pattern(0, LARGE_BYTES))), Script.idle());
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), pair.server());
        assertPattern(LARGE_BYTES, pair.server().received());
    }

    @Test
    void T3_bothWaysAtOnceNothingIsLost() {
        Script script =
                Script.staysOpen().onPaused(probe -> true).onMade(probe -> probe.write(pattern(0, LARGE_BYTES)));
        Script other = Script.staysOpen().onPaused(probe -> true).onMade(probe -> probe.write(pattern(0, LARGE_BYTES)));
        Pair pair = open(script, other);
        waitFor(
                "both had all",
                () -> pair.client().receivedBytes() == LARGE_BYTES
                        && pair.server().receivedBytes() == LARGE_BYTES);
        assertPattern(LARGE_BYTES, pair.client().received());
        assertPattern(LARGE_BYTES, pair.server().received());
    }

    @Test
    void T5_writesAfterTheEndGoNowhere() {
        Pair pair = open(Script.idle(), Script.staysOpen());
        on(pair.client(), () -> {
            pair.client().write("before");
            pair.client().transport().endOutput();
            ByteBuffer late = ByteBuffer.wrap(new byte[10]);
            pair.client().transport().write(late);
            assertFalse(late.hasRemaining());
            pair.client().close();
            pair.client().write("after close");
        });
        waitFor("the end came", () -> pair.server().heard("inputEnded"));
        on(pair.server(), pair.server()::close);
        waitForEnd(pair.client(), pair.server());
        on(pair.client(), () -> pair.client().write("after the end"));
        assertEquals(Bytes.utf8("before"), pair.server().received());
    }

    @Test
    void T8_bytesBeforeTheEndAreDeliveredBeforeIt() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), () -> {
            pair.client().write(pattern(0, 50_000));
            pair.client().close();
        });
        settle(pair.client(), pair.server());
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.client(), pair.server());
        assertPattern(50_000, pair.server().received());
        assertEquals(
                List.of("made", "data", "inputEnded", "lost"), pair.server().events());
    }

    @Test
    void anUnknownFeatureIsEmptyAndTrafficCounts() {
        Pair pair = open(Script.idle(), Script.echo());
        on(pair.client(), () -> pair.client().write("hello"));
        waitFor("the echo came", () -> pair.client().receivedBytes() == 5);
        assertTrue(pair.client().transport().feature(Unheard.class).isEmpty());
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), pair.server());
        Traffic passed = pair.client().reason().ending().traffic();
        assertTrue(passed.bytesSent() >= 5 && passed.bytesReceived() >= 5, passed.toString());
        assertEquals(0, passed.bytesUnsent());
        assertFalse(passed.lasted().isNegative());
    }

    @Test
    void T13_aFeatureIsFoundByItsDeclaredTypeAlone() {
        Pair pair = open(Script.idle(), Script.idle());
        List<Class<?>> supertypes =
                List.of(Object.class, Transport.class, Carrier.class, Protocol.class, Layer.class, Record.class);
        for (Class<?> type : supertypes) {
            assertEquals(Optional.empty(), pair.client().transport().feature(type), type.getName());
            assertEquals(Optional.empty(), pair.server().transport().feature(type), type.getName());
        }
        assertEquals(
                Optional.of(pair.client().transport()),
                pair.client().transport().feature(Connection.class));
    }

    @Test
    void trafficCountsWhatAnAbortLeavesUnsent() {
        Pair pair = open(Script.staysOpen(), Script.idle().onMade(Probe::pause));
        flood(pair.client());
        on(pair.client(), pair.client()::abort);
        waitForEnd(pair.client());
        Traffic passed = pair.client().reason().ending().traffic();
        assertTrue(passed.bytesUnsent() > 0, passed.bytesUnsent() + " unsent");
    }

    @Test
    void addressesAreEachOthers() {
        Pair pair = open(Script.idle(), Script.idle());
        assertEquals(
                pair.client().transport().local(), pair.server().transport().peer());
        assertEquals(pair.client().transport().peer(), pair.server().transport().local());
        assertEquals(pair.listener().address(), pair.client().transport().peer());
        assertNotEquals(
                pair.client().transport().local(), pair.client().transport().peer());
        String text = pair.client().transport().toString();
        assertTrue(text.contains(pair.client().transport().local().toString()), text);
        assertTrue(text.contains(pair.client().transport().peer().toString()), text);
    }
}
