package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.Bytes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Slow readers and eager writers: marks by turns, bounded memory, nothing lost. */
public abstract class FlowContract extends ContractTest {
    private static final WaterMarks SMALL = new WaterMarks(1000, 4000);
    private static final int MUCH_BYTES = 16 * 1024 * 1024;
    private static final int PIECE_BYTES = 64 * 1024;

    @Test
    void T6_marksComeByTurnsAndNothingIsLostWithASlowReader() {
        AtomicLong written = new AtomicLong();
        Script producer = Script.idle()
                .onMade(probe -> produce(probe, written))
                .onResumed(probe -> produce(probe, written))
                .onPaused(probe -> true);
        Script slow = Script.idle().onMade(Probe::pause).onData((probe, bytes) -> {
            probe.pause();
            probe.transport().loop().execute(probe::resume);
        });
        Pair pair = open(SMALL, producer, slow);
        waitFor("all on the way was full", () -> pair.client().heard("paused"));
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.client(), pair.server());
        assertPattern(MUCH_BYTES, pair.server().received());
        long paused = pair.client().times("paused");
        assertTrue(paused > 0, "a writer of 16 MiB must be paused at least once");
        assertTrue(paused - pair.client().times("resumed") <= 1, pair.client().toString());
    }

    /** Writes pieces until paused, as a producer should; closes behind the last. */
    private static void produce(Probe probe, AtomicLong written) {
        long pausedBefore = probe.times("paused");
        while (written.get() < MUCH_BYTES && probe.times("paused") == pausedBefore) {
            probe.write(pattern(written.getAndAdd(PIECE_BYTES), PIECE_BYTES));
        }
        if (written.get() == MUCH_BYTES) {
            probe.close();
        }
    }

    @Test
    void T6_aWriteThatStaysUnderTheHighMarkPausesNobody() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), () -> pair.client().write(pattern(0, WaterMarks.DEFAULT.highBytes())));
        settle(pair.client(), pair.server());
        assertFalse(pair.client().heard("paused"));
    }

    @Test
    void T6_theWriterResumesOnceThePeerReads() {
        Pair pair = open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        long written = flood(pair.client());
        settle(pair.client(), pair.server());
        assertEquals(1, pair.client().times("paused"));
        assertEquals(0, pair.client().times("resumed"), "nobody reads, so nothing can have fallen");
        on(pair.server(), pair.server()::resume);
        waitFor("the writer resumed", () -> pair.client().heard("resumed"));
        waitFor("all had come", () -> pair.server().receivedBytes() == written);
        assertPattern(written, pair.server().received());
        on(pair.server(), pair.server()::pause);
        on(pair.client(), () -> pair.client().write("more"));
        settle(pair.client(), pair.server());
        assertEquals(1, pair.client().times("paused"));
    }

    @Test
    void T6_theMarksOfTheOptionsCount() {
        WaterMarks low = new WaterMarks(0, 0);
        Pair pair = open(low, Script.idle(), Script.idle());
        on(pair.client(), () -> pair.client().write(pattern(0, 1000)));
        waitFor("all had come", () -> pair.server().receivedBytes() == 1000);
        waitFor(
                "it resumed",
                () -> pair.client().times("paused") == pair.client().times("resumed"));
    }

    @Test
    void T6_whatIsWrittenWhilePausedArrivesAll() {
        Pair pair = open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        long written = flood(pair.client());
        on(pair.client(), () -> {
            pair.client().write(pattern(written, 1 << 20));
            pair.client().close();
        });
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.client(), pair.server());
        assertPattern(written + (1 << 20), pair.server().received());
    }

    @Test
    void aProtocolThatDoesNotDealWithMarksReadsNothingWhilePaused() {
        Pair pair = open(SMALL, Script.idle().onPaused(probe -> true).onMade(Probe::pause), Script.echo());
        // The server's echo can't be sent, so it must stop reading; until then there is always more for it to read.
        AtomicLong total = new AtomicLong(flood(pair.client()));
        while (!pair.server().heard("paused") && total.get() < 4 * MUCH_BYTES) {
            on(pair.client(), () -> pair.client().write(pattern(total.getAndAdd(PIECE_BYTES), PIECE_BYTES)));
            settle(pair.server());
        }
        long written = total.get();
        settle(pair.client(), pair.server());
        assertQuietBetweenMarks(pair.server().events());
        on(pair.client(), pair.client()::resume);
        waitFor("all had come back", () -> pair.client().receivedBytes() == written);
        assertPattern(written, pair.client().received());
        assertTrue(pair.server().heard("paused"));
        assertQuietBetweenMarks(pair.server().events());
    }

    private static void assertQuietBetweenMarks(List<String> events) {
        for (int i = 1; i < events.size(); i++) {
            boolean dataWhilePaused =
                    events.get(i).equals("data") && events.get(i - 1).equals("paused");
            assertFalse(dataWhilePaused, "data came between paused and resumed: " + events);
        }
    }

    @Test
    void aProtocolThatDealsWithMarksGoesOnReading() {
        Pair pair =
                open(SMALL, Script.idle().onMade(Probe::pause), Script.idle().onPaused(probe -> true));
        flood(pair.server());
        on(pair.client(), () -> pair.client().write("still heard"));
        waitFor("it came", () -> pair.server().receivedBytes() == 11);
    }

    @Test
    void itsOwnPauseOutlivesTheMarks() {
        // Paused by the protocol and by the marks: resuming one is not resuming both.
        Pair pair = open(SMALL, Script.idle().onMade(Probe::pause), Script.idle());
        flood(pair.server());
        on(pair.server(), pair.server()::pause);
        on(pair.client(), () -> {
            pair.client().resume();
            pair.client().write("held");
        });
        waitFor("the marks let go", () -> pair.server().heard("resumed"));
        settle(pair.client(), pair.server());
        assertEquals(0, pair.server().receivedBytes());
        on(pair.server(), pair.server()::resume);
        waitFor("it came", () -> pair.server().receivedBytes() == 4);
    }

    @Test
    void closingInsideWritePausedStillSendsAll() {
        Pair pair = open(
                SMALL,
                Script.idle().onPaused(probe -> {
                    probe.close();
                    return true;
                }),
                Script.idle().onMade(Probe::pause));
        long written = flood(pair.client());
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.client(), pair.server());
        assertPattern(written, pair.server().received());
    }

    @Test
    void oneBusyConnectionDoesNotStarveAnother() {
        Pair pair = open(Script.idle(), Script.echo());
        Probe busy = pair.client();
        on(busy, () -> busy.write(pattern(0, 1 << 20)));
        Probe other = await(connect(pair.listener(), ConnectOptions.DEFAULT, Script.idle()));
        on(other, () -> other.write("me too"));
        waitFor("the other was served", () -> other.received().equals(Bytes.utf8("me too")));
    }
}
