package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
    private static final WaterMarks LIMITED = SMALL.withLimit(50_000);
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int WRITERS = 4;
    /** More than the limit and the most that a peer's system takes without reading. */
    private static final int EACH_BYTES = 32 * 1024 * 1024;

    @Test
    void T12_writersThatDoNotAskAreStoppedAtTheLimit() {
        open(Script.staysOpen().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        AtomicLong written = new AtomicLong();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Thread(() -> {
                Bytes piece = pattern(0, PIECE_BYTES);
                for (int at = 0; at < EACH_BYTES; at += PIECE_BYTES) {
                    client.transport().write(piece);
                    written.addAndGet(PIECE_BYTES);
                }
            }));
        }
        runAll(writers);
        assertEquals(WRITERS * (long) EACH_BYTES, written.get(), "no write waits or throws");
        Broken reason = waitForEnd(Broken.class, By.US, client);
        LimitExceededException limit = assertInstanceOf(LimitExceededException.class, reason.cause());
        long unsent = reason.ending().traffic().bytesUnsent();
        // Layers add a little to what is written, such as the headers of records.
        long most = limit.limit() + limit.limit() / 100 + PIECE_BYTES;
        assertTrue(unsent <= most, unsent + " bytes waited");
    }

    @Test
    void T12_theLimitOfTheOptionsCountsAndIsNamed() {
        open(LIMITED, Script.staysOpen().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        elsewhere(() -> {
            Bytes piece = pattern(0, 1000);
            for (int i = 0; i < EACH_BYTES / 1000; i++) {
                client.transport().write(piece);
            }
        });
        Broken reason = waitForEnd(Broken.class, By.US, client);
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
        open(LIMITED, Script.idle().onPaused(probe -> true), Script.idle());
        on(client, () -> Connection.of(client.transport()).push(Layers.Handshake.held()));
        for (int i = 0; i < 3; i++) {
            assertFalse(client.isLost());
            elsewhere(() -> client.write(pattern(0, 40_000)));
            settle(client);
        }
        Broken reason = waitForEnd(Broken.class, By.US, client);
        assertInstanceOf(LimitExceededException.class, reason.cause());
    }

    @Test
    void T12_oneWriteMayBeOverTheLimitAndTheLoopsOwnAreNotLimited() {
        open(LIMITED, Script.idle().onPaused(probe -> true), Script.idle());
        elsewhere(() -> client.write(pattern(0, 1 << 20)));
        waitForPattern(1 << 20, server);
        on(server, server::pause);
        on(client, () -> {
            for (int i = 0; i < 100; i++) {
                client.write(pattern((1 << 20) + i * 100_000L, 100_000));
            }
        });
        on(server, server::resume);
        waitForPattern((1 << 20) + 100 * 100_000, server);
    }

    @Test
    void T12_whatTheLoopHasWrittenDoesNotCount() {
        open(LIMITED, Script.staysOpen().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        int own = 1 << 20;
        on(client, () -> client.write(pattern(0, own)));
        for (int i = 0; i < 10; i++) {
            int at = own + i * 100;
            elsewhere(() -> client.write(pattern(at, 100)));
            settle(client);
        }
        assertFalse(client.isLost());
        on(server, server::resume);
        waitForPattern(own + 1000, server);
    }

    @Test
    void T10_aWriterOnAnotherThreadThatAsksIsNeverOverTheLimit() {
        open(SMALL, Script.idle().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        AtomicLong written = new AtomicLong();
        fill(written);
        assertFalse(client.isLost());
        on(client, () -> assertFalse(client.transport().isWritable()));
        on(server, server::resume);
        waitFor("it may write again", () -> client.transport().isWritable());
        waitForPattern(written.get(), server);
    }

    /** Writes from another thread whenever the client says that it may, until nothing moves any more. */
    private void fill(AtomicLong written) {
        do {
            elsewhere(() -> {
                while (client.transport().isWritable() && written.get() < 4L * EACH_BYTES) {
                    client.write(pattern(written.getAndAdd(PIECE_BYTES), PIECE_BYTES));
                }
            });
            settle(client, server);
        } while (client.transport().isWritable() && written.get() < 4L * EACH_BYTES);
        assertTrue(written.get() < 4L * EACH_BYTES, "never told to stop");
    }

    @Test
    void T10_isFalseBetweenTheMarksAndAfterTheEndOfTheOutput() {
        List<String> asked = new CopyOnWriteArrayList<>();
        open(
                SMALL,
                Script.staysOpen()
                        .onMade(probe -> asked.add("made " + probe.transport().isWritable()))
                        .onPaused(
                                probe -> asked.add("paused " + probe.transport().isWritable()))
                        .onResumed(probe ->
                                asked.add("resumed " + probe.transport().isWritable())),
                Script.staysOpen().onMade(Probe::pause));
        flood(client);
        on(server, server::resume);
        waitFor("it resumed", () -> asked.size() == 3);
        assertEquals(List.of("made true", "paused false", "resumed true"), asked);
        on(client, () -> {
            client.transport().endOutput();
            assertFalse(client.transport().isWritable());
        });
        on(server, () -> {
            server.close();
            assertFalse(server.transport().isWritable());
        });
        closeBoth();
        assertFalse(client.transport().isWritable());
    }

    @Test
    void T11_settlesOnTheLoopOnceThePeerReads() {
        open(SMALL, Script.idle().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        AtomicLong written = new AtomicLong();
        fill(written);
        List<Boolean> onLoop = new CopyOnWriteArrayList<>();
        List<Deferred<Void>> waiting = new CopyOnWriteArrayList<>();
        elsewhere(() -> {
            for (int i = 0; i < 3; i++) {
                waiting.add(client.transport().whenWritable().thenAccept(none -> {
                    onLoop.add(client.transport().loop().isCurrent()
                            && client.transport().isWritable());
                }));
            }
        });
        Deferred<Void> cancelled = client.transport().whenWritable();
        settle(client, server);
        assertEquals(List.of(), onLoop, "nobody reads");
        assertTrue(cancelled.cancel());
        on(server, server::resume);
        waiting.forEach(this::await);
        assertEquals(List.of(true, true, true), onLoop);
    }

    @Test
    void T11_settlesAtOnceWhereWritingIsPossible() {
        open(Script.idle(), Script.idle());
        await(client.transport().whenWritable());
        on(client, () -> assertTrue(client.transport().whenWritable().isDone()));
    }

    @Test
    void T11_failsOnceTheOutputHasEnded() {
        open(
                SMALL,
                Script.staysOpen().onPaused(probe -> true),
                Script.staysOpen().onMade(Probe::pause));
        flood(client);
        Deferred<Void> waits = client.transport().whenWritable();
        settle(client);
        assertFalse(waits.isDone());
        on(client, () -> client.transport().endOutput());
        assertThrows(ConnectionBrokenException.class, () -> await(waits));
        assertThrows(
                ConnectionBrokenException.class, () -> await(client.transport().whenWritable()));
    }

    @Test
    void T11_failsWithWhatBrokeTheConnection() {
        open(SMALL, Script.idle().onPaused(probe -> true), Script.idle().onMade(Probe::pause));
        flood(client);
        Deferred<Void> waits = client.transport().whenWritable();
        settle(client);
        IllegalStateException why = new IllegalStateException("why");
        on(client, () -> client.transport().abort(why));
        assertFails(why, waits);
        waitForEnd(client);
        assertFails(why, client.transport().whenWritable());
    }
}
