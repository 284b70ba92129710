package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.WaterMarks;
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
        open(SMALL, producer, Script.stopAndGo().onMade(Probe::pause));
        waitFor("all on the way was full", () -> client.heard("paused"));
        on(server, server::resume);
        waitForEnd(client, server);
        assertPattern(MUCH_BYTES, server.received());
        long paused = client.times("paused");
        assertTrue(paused > 0, "a writer of 16 MiB must be paused at least once");
        assertTrue(paused - client.times("resumed") <= 1, client.toString());
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
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, () -> client.write(pattern(0, WaterMarks.DEFAULT.highBytes())));
        settle(client, server);
        assertFalse(client.heard("paused"));
    }

    @Test
    void T6_theWriterResumesOnceThePeerReads() {
        open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        long written = flood(client);
        settle(client, server);
        assertEquals(1, client.times("paused"));
        assertEquals(0, client.times("resumed"), "nobody reads, so nothing can have fallen");
        on(server, server::resume);
        waitFor("the writer resumed", () -> client.heard("resumed"));
        waitForPattern(written, server);
        on(server, server::pause);
        on(client, () -> client.write("more"));
        settle(client, server);
        assertEquals(1, client.times("paused"));
    }

    @Test
    void T6_theMarksOfTheOptionsCount() {
        open(new WaterMarks(0, 0), Script.idle(), Script.idle());
        on(client, () -> client.write(pattern(0, 1000)));
        waitFor("all had come", () -> server.receivedBytes() == 1000);
        waitFor("it resumed", () -> client.times("paused") == client.times("resumed"));
    }

    @Test
    void T6_whatIsWrittenWhilePausedArrivesAll() {
        open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        long written = flood(client);
        on(client, () -> client.writeAndClose(pattern(written, 1 << 20)));
        on(server, server::resume);
        waitForEnd(client, server);
        assertPattern(written + (1 << 20), server.received());
    }

    @Test
    void aProtocolThatDoesNotDealWithMarksReadsNothingWhilePaused() {
        open(SMALL, Script.idle().onPaused(probe -> true).onMade(Probe::pause), Script.echo());
        // The server's echo can't be sent, so it must stop reading; until then there is always more for it to read.
        AtomicLong total = new AtomicLong(flood(client));
        while (!server.heard("paused") && total.get() < 4 * MUCH_BYTES) {
            on(client, () -> client.write(pattern(total.getAndAdd(PIECE_BYTES), PIECE_BYTES)));
            settle(server);
        }
        long written = total.get();
        settle(client, server);
        assertQuietBetweenMarks(server.events());
        on(client, client::resume);
        waitForPattern(written, client);
        assertTrue(server.heard("paused"));
        assertQuietBetweenMarks(server.events());
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
        open(SMALL, Script.idle().onMade(Probe::pause), Script.idle().onPaused(probe -> true));
        flood(server);
        on(client, () -> client.write("still heard"));
        waitFor("it came", () -> server.receivedBytes() == 11);
    }

    @Test
    void itsOwnPauseOutlivesTheMarks() {
        // Paused by the protocol and by the marks: resuming one is not resuming both.
        open(SMALL, Script.idle().onMade(Probe::pause), Script.idle());
        flood(server);
        on(server, server::pause);
        on(client, () -> {
            client.resume();
            client.write("held");
        });
        waitFor("the marks let go", () -> server.heard("resumed"));
        settle(client, server);
        assertEquals(0, server.receivedBytes());
        on(server, server::resume);
        waitFor("it came", () -> server.receivedBytes() == 4);
    }

    @Test
    void closingInsideWritePausedStillSendsAll() {
        open(
                SMALL,
                Script.idle().onPaused(probe -> {
                    probe.close();
                    return true;
                }),
                Script.idle().onMade(Probe::pause));
        long written = flood(client);
        on(server, server::resume);
        waitForEnd(client, server);
        assertPattern(written, server.received());
    }

    @Test
    void oneBusyConnectionDoesNotStarveAnother() {
        open(Script.idle(), Script.echo());
        on(client, () -> client.write(pattern(0, 1 << 20)));
        Probe other = connected(listener);
        on(other, () -> other.write("me too"));
        waitForText("me too", other);
    }
}
