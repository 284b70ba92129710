package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.Connection;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.LimitExceededException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Writers on other threads: they can ask, and what they do not ask about is bounded. */
public abstract class WritableContract extends ContractTest {
    private static final WaterMarks SMALL = new WaterMarks(1000, 4000);
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int WRITERS = 4;
    /** More than the limit and the most that a peer's system takes without reading. */
    private static final int EACH_BYTES = 32 * 1024 * 1024;

    @Test
    void T12_writersThatDoNotAskAreStoppedAtTheLimit() {
        Pair pair =
                open(Script.staysOpen().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        AtomicLong written = new AtomicLong();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Thread(() -> {
                Bytes piece = pattern(0, PIECE_BYTES);
                for (int at = 0; at < EACH_BYTES; at += PIECE_BYTES) {
                    pair.client().transport().write(piece);
                    written.addAndGet(PIECE_BYTES);
                }
            }));
        }
        runAll(writers);
        assertEquals(WRITERS * (long) EACH_BYTES, written.get(), "no write waits or throws");
        waitForEnd(pair.client());
        Broken reason = assertEnded(Broken.class, By.US, pair.client());
        LimitExceededException limit = assertInstanceOf(LimitExceededException.class, reason.cause());
        long unsent = reason.ending().traffic().bytesUnsent();
        // Layers add a little to what is written, such as the headers of records.
        long most = limit.limit() + limit.limit() / 100 + PIECE_BYTES;
        assertTrue(unsent <= most, unsent + " bytes waited");
    }

    @Test
    void T12_theLimitOfTheOptionsCountsAndIsNamed() {
        WaterMarks marks = new WaterMarks(1000, 4000).withLimit(50_000);
        Pair pair = open(
                marks, Script.staysOpen().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        runAll(List.of(new Thread(() -> {
            Bytes piece = pattern(0, 1000);
            for (int i = 0; i < EACH_BYTES / 1000; i++) {
                pair.client().transport().write(piece);
            }
        })));
        waitForEnd(pair.client());
        Broken reason = assertEnded(Broken.class, By.US, pair.client());
        LimitExceededException cause = assertInstanceOf(LimitExceededException.class, reason.cause());
        assertEquals(50_000, cause.limit());
        assertTrue(
                String.valueOf(cause.getMessage())
                        .endsWith("ask isWritable() before they write, and wait for whenWritable()"),
                cause::toString);
        assertTrue(reason.ending().traffic().bytesUnsent() <= 52_000, reason::toString);
    }

    @Test
    void T12_bytesThatALayerHoldsBackCount() {
        WaterMarks marks = new WaterMarks(1000, 4000).withLimit(50_000);
        Pair pair = open(marks, Script.idle().onPaused(probe -> true), Script.idle());
        on(pair.client(), () -> Connection.of(pair.client().transport()).push(Layers.Handshake.held()));
        for (int i = 0; i < 3; i++) {
            assertFalse(pair.client().isLost());
            runAll(List.of(new Thread(() -> pair.client().write(pattern(0, 40_000)))));
            settle(pair.client());
        }
        waitForEnd(pair.client());
        Broken reason = assertEnded(Broken.class, By.US, pair.client());
        assertInstanceOf(LimitExceededException.class, reason.cause());
    }

    @Test
    void T12_oneWriteMayBeOverTheLimitAndTheLoopsOwnAreNotLimited() {
        WaterMarks marks = new WaterMarks(1000, 4000).withLimit(50_000);
        Pair pair = open(marks, Script.idle().onPaused(probe -> true), Script.idle());
        runAll(List.of(new Thread(() -> pair.client().write(pattern(0, 1 << 20)))));
        waitFor("all had come", () -> pair.server().receivedBytes() == 1 << 20);
        assertPattern(1 << 20, pair.server().received());
        on(pair.server(), pair.server()::pause);
        on(pair.client(), () -> {
            for (int i = 0; i < 100; i++) {
                pair.client().write(pattern((1 << 20) + i * 100_000L, 100_000));
            }
        });
        on(pair.server(), pair.server()::resume);
        int total = (1 << 20) + 100 * 100_000;
        waitFor("all had come", () -> pair.server().receivedBytes() == total);
        assertPattern(total, pair.server().received());
    }

    @Test
    void T12_whatTheLoopHasWrittenDoesNotCount() {
        WaterMarks marks = new WaterMarks(1000, 4000).withLimit(50_000);
        Pair pair = open(
                marks, Script.staysOpen().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        int own = 1 << 20;
        on(pair.client(), () -> pair.client().write(pattern(0, own)));
        for (int i = 0; i < 10; i++) {
            int at = own + i * 100;
            runAll(List.of(new Thread(() -> pair.client().write(pattern(at, 100)))));
            settle(pair.client());
        }
        assertFalse(pair.client().isLost());
        on(pair.server(), pair.server()::resume);
        waitFor("all had come", () -> pair.server().receivedBytes() == own + 1000);
        assertPattern(own + 1000, pair.server().received());
    }

    @Test
    void T10_aWriterOnAnotherThreadThatAsksIsNeverOverTheLimit() {
        Pair pair =
                open(SMALL, Script.idle().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        AtomicLong written = new AtomicLong();
        fill(pair, written);
        assertFalse(pair.client().isLost());
        on(pair.client(), () -> assertFalse(pair.client().transport().isWritable()));
        on(pair.server(), pair.server()::resume);
        waitFor("it may write again", () -> pair.client().transport().isWritable());
        waitFor("all had come", () -> pair.server().receivedBytes() == written.get());
        assertPattern(written.get(), pair.server().received());
    }

    /** Writes from another thread whenever the client says that it may, until nothing moves any more. */
    private void fill(Pair pair, AtomicLong written) {
        do {
            runAll(List.of(new Thread(() -> {
                while (pair.client().transport().isWritable() && written.get() < 4L * EACH_BYTES) {
                    pair.client().write(pattern(written.getAndAdd(PIECE_BYTES), PIECE_BYTES));
                }
            })));
            settle(pair.client(), pair.server());
        } while (pair.client().transport().isWritable() && written.get() < 4L * EACH_BYTES);
        assertTrue(written.get() < 4L * EACH_BYTES, "never told to stop");
    }

    @Test
    void T10_isFalseBetweenTheMarksAndAfterTheEndOfTheOutput() {
        List<String> asked = new CopyOnWriteArrayList<>();
        Pair pair = open(
                SMALL,
                Script.staysOpen()
                        .onMade(probe -> asked.add("made " + probe.transport().isWritable()))
                        .onPaused(
                                probe -> asked.add("paused " + probe.transport().isWritable()))
                        .onResumed(probe ->
                                asked.add("resumed " + probe.transport().isWritable())),
                Script.staysOpen().onMade(Probe::pause));
        flood(pair.client());
        on(pair.server(), pair.server()::resume);
        waitFor("it resumed", () -> asked.size() == 3);
        assertEquals(List.of("made true", "paused false", "resumed true"), asked);
        on(pair.client(), () -> {
            pair.client().transport().endOutput();
            assertFalse(pair.client().transport().isWritable());
        });
        on(pair.server(), () -> {
            pair.server().close();
            assertFalse(pair.server().transport().isWritable());
        });
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), pair.server());
        assertFalse(pair.client().transport().isWritable());
    }

    @Test
    void T11_settlesOnTheLoopOnceThePeerReads() {
        Pair pair =
                open(SMALL, Script.idle().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        AtomicLong written = new AtomicLong();
        fill(pair, written);
        List<Boolean> onLoop = new CopyOnWriteArrayList<>();
        List<Deferred<Void>> waiting = new CopyOnWriteArrayList<>();
        runAll(List.of(new Thread(() -> {
            for (int i = 0; i < 3; i++) {
                waiting.add(pair.client().transport().whenWritable().thenAccept(none -> {
                    onLoop.add(pair.client().transport().loop().isCurrent()
                            && pair.client().transport().isWritable());
                }));
            }
        })));
        Deferred<Void> cancelled = pair.client().transport().whenWritable();
        settle(pair.client(), pair.server());
        assertEquals(List.of(), onLoop, "nobody reads");
        assertTrue(cancelled.cancel());
        on(pair.server(), pair.server()::resume);
        waiting.forEach(this::await);
        assertEquals(List.of(true, true, true), onLoop);
    }

    @Test
    void T11_settlesAtOnceWhereWritingIsPossible() {
        Pair pair = open(Script.idle(), Script.idle());
        await(pair.client().transport().whenWritable());
        on(
                pair.client(),
                () -> assertTrue(pair.client().transport().whenWritable().isDone()));
    }

    @Test
    void T11_failsOnceTheOutputHasEnded() {
        Pair pair = open(
                SMALL,
                Script.staysOpen().onPaused(probe -> true),
                Script.staysOpen().onMade(Probe::pause));
        flood(pair.client());
        Deferred<Void> waits = pair.client().transport().whenWritable();
        settle(pair.client());
        assertFalse(waits.isDone());
        on(pair.client(), () -> pair.client().transport().endOutput());
        assertThrows(ConnectionBrokenException.class, () -> await(waits));
        assertThrows(
                ConnectionBrokenException.class,
                () -> await(pair.client().transport().whenWritable()));
    }

    @Test
    void T11_failsWithWhatBrokeTheConnection() {
        Pair pair =
                open(SMALL, Script.idle().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        flood(pair.client());
        Deferred<Void> waits = pair.client().transport().whenWritable();
        settle(pair.client());
        IllegalStateException why = new IllegalStateException("why");
        on(pair.client(), () -> pair.client().transport().abort(why));
        assertSame(why, assertThrows(IllegalStateException.class, () -> await(waits)));
        waitForEnd(pair.client());
        assertThrows(
                ConnectionBrokenException.class,
                () -> await(pair.client().transport().whenWritable()));
    }
}
