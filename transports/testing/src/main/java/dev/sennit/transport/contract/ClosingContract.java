package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason.Aborted;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way for a connection to end, and what each side hears of it: one connectionLost, with the right reason. */
public abstract class ClosingContract extends ContractTest {
    private static final WaterMarks SMALL = new WaterMarks(1000, 4000);

    @Test
    void T4_closeIsCleanForBothSides() {
        open(Script.idle(), Script.idle());
        on(client, client::close);
        assertEquals(
                Phase.CLOSING, waitForEnd(Clean.class, By.US, client).ending().phase());
        waitForEnd(Clean.class, By.PEER, server);
    }

    @Test
    void T4_theAcceptingSideMayCloseFirst() {
        open(Script.idle(), Script.idle().onMade(probe -> probe.writeAndClose(Bytes.utf8("bye"))));
        waitForEnd(Clean.class, By.PEER, client);
        waitForEnd(Clean.class, By.US, server);
        assertEquals(Bytes.utf8("bye"), client.received());
    }

    @Test
    void T4_bothMayCloseAtOnce() {
        open(Script.idle().onMade(Probe::close), Script.idle().onMade(Probe::close));
        waitForEnd(client, server);
        assertInstanceOf(Clean.class, client.reason());
        assertInstanceOf(Clean.class, server.reason());
    }

    @Test
    void T4_closeSendsAllThatWasWrittenFirst() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, () -> client.writeAndClose(pattern(0, 8 << 20)));
        settle(client, server);
        assertFalse(client.isLost());
        on(server, server::resume);
        waitForEnd(client, server);
        assertPattern(8 << 20, server.received());
        assertEnded(Clean.class, By.PEER, server);
    }

    @Test
    void T4_whatThePeerStillSendsDoesNotSpoilAClose() {
        // Unread bytes at a close would make a system reset the connection, and the peer lose the farewell.
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, () -> client.write(pattern(0, 300_000)));
        settle(client, server);
        on(server, () -> server.writeAndClose(pattern(0, 1 << 20)));
        on(client, () -> client.write(pattern(0, 300_000)));
        waitForEnd(Clean.class, By.PEER, client);
        waitForEnd(Clean.class, By.US, server);
        assertPattern(1 << 20, client.received());
    }

    @Test
    void T4_abortDropsAndResets() {
        open(Script.idle(), Script.idle());
        on(client, client::abort);
        waitForEnd(Aborted.class, By.US, client);
        waitForReset(server);
    }

    @Test
    void T4_abortWithAFullBuffer() {
        open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        flood(client);
        on(client, client::abort);
        waitForEnd(Aborted.class, By.US, client);
        on(server, server::resume);
        waitForReset(server);
    }

    @Test
    void T5_abortCutsACloseShort() {
        open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        flood(client);
        on(client, () -> {
            client.close();
            client.close();
        });
        settle(client, server);
        assertFalse(client.isLost());
        on(client, client::abort);
        assertEquals(
                Phase.CLOSING, waitForEnd(Aborted.class, By.US, client).ending().phase());
    }

    @Test
    void T5_abortTwiceThenClose() {
        open(Script.idle(), Script.idle());
        on(client, () -> {
            client.abort();
            client.abort();
            client.close();
            client.transport().endOutput();
        });
        waitForEnd(client, server);
        on(client, () -> {
            client.abort();
            client.close();
            client.transport().endOutput();
            client.resume();
            client.pause();
        });
        settle(client, server);
        assertEnded(Aborted.class, By.US, client);
        assertEquals(1, client.times("lost"));
    }

    @Test
    void T5_resumingAfterTheEndDoesNothing() {
        open(Script.idle(), Script.idle());
        on(server, () -> {
            server.pause();
            server.close();
            server.resume();
        });
        on(client, () -> client.write("late"));
        waitForEnd(client, server);
        on(server, server::resume);
        settle(client, server);
        assertEquals(List.of("made", "lost"), server.events());
    }

    @Test
    void P5_abortInConnectionMade() {
        Listener listener = listen(Script.idle());
        Probe client = await(connect(listener, Script.idle().onMade(Probe::abort)));
        waitForEnd(Aborted.class, By.US, client);
        assertEquals(List.of("made", "lost"), client.events());
    }

    @Test
    void P5_abortInDataReceived() {
        open(Script.idle(), Script.idle().onData((probe, bytes) -> probe.abort()));
        on(client, () -> client.write(pattern(0, 1 << 20)));
        waitForEnd(Aborted.class, By.US, server);
        waitForReset(client);
        assertEquals(List.of("made", "data", "lost"), server.events());
    }

    @Test
    void P4_whatIsThrownAfterAnAbortIsTheReason() {
        open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            probe.abort();
            throw bug;
        }));
        on(client, () -> client.write("x"));
        waitForEnd(client);
        assertSame(bug, waitForEnd(Broken.class, By.US, server).cause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "inputEnded", "paused", "resumed", "drain"})
    void P4_aCallbackThatThrowsEndsItsConnectionAndNoOther(String where) {
        Listener listener = listen(ListenOptions.DEFAULT.withMarks(SMALL), throwing(where));
        Probe other = connected(listener);
        Probe bystander = accepted(0);
        Probe client = await(connect(listener, Script.idle().onMade(Probe::pause)));
        Probe server = accepted(1);
        provoke(where, client, server, listener);
        assertSame(bug, waitForEnd(Broken.class, By.US, server).cause());
        if (where.equals("drain")) {
            return;
        }
        assertEquals(1, witness().logged(bug), "a bug is logged once");
        assertFalse(bystander.isLost());
        on(other, () -> other.write("still here"));
        waitFor("the bystander heard", () -> bystander.receivedBytes() > 0 || bystander.isLost());
    }

    @Test
    void P4_connectionMadeThatThrowsEndsItsConnection() {
        Listener listener = listen(throwing("made"));
        assertResetAtOnce(connect(listener, Script.idle()));
        assertSame(bug, waitForEnd(Broken.class, By.US, accepted(0)).cause());
        assertEquals(1, witness().logged(bug), "a bug is logged once");
    }

    @Test
    void P4_connectionMadeThatThrowsFailsConnect() {
        Listener listener = listen(Script.idle());
        assertFails(bug, connect(listener, throwing("made")));
        waitForEndOfAccepted(listener, 1);
        for (int i = 0; i < acceptedCount(); i++) {
            assertReset(accepted(i));
        }
    }

    /** Waits for so many, or for those that were accepted where a reset may overtake what comes first. */
    private void waitForEndOfAccepted(Listener listener, int connected) {
        settle();
        if (bench().opening().alwaysAccepts()) {
            waitFor("all were accepted", () -> acceptedCount() == connected);
        }
        waitFor("the listener had forgotten them", () -> listener.connections() == 0);
        for (int i = 0; i < acceptedCount(); i++) {
            waitForEnd(accepted(i));
        }
    }

    private Script throwing(String where) {
        Script script = Script.idle();
        return switch (where) {
            case "made" -> script.onMade(probe -> bug.raise());
            case "data" -> script.onData((probe, bytes) -> bug.raise());
            case "inputEnded" -> script.onInputEnded(probe -> bug.raise());
            case "paused" -> script.onPaused(probe -> bug.raise());
            case "resumed" -> script.onResumed(probe -> bug.raise());
            default -> script.onDrain(probe -> bug.raise());
        };
    }

    private void provoke(String where, Probe client, Probe server, Listener listener) {
        switch (where) {
            case "data" -> on(client, () -> client.write("x"));
            case "inputEnded" -> on(client, () -> client.transport().endOutput());
            case "paused", "resumed" -> {
                flood(server);
                on(client, client::resume);
            }
            case "drain" -> await(listener.drain(Duration.ofSeconds(5)));
            default -> settle(client, server);
        }
    }

    @Test
    void P4_connectionLostThatThrowsHarmsNobody() {
        open(Script.idle(), Script.idle().onLost((probe, reason) -> bug.raise()));
        closeBoth();
        Probe next = connected(listener);
        on(next, next::close);
        waitForEnd(next);
    }

    @Test
    void aFactoryThatRefusesOnTheServerClosesWithoutACallback() {
        Listener listener = listen(transport -> new Refusal("not today"));
        Probe client = connected(listener);
        waitForEnd(Clean.class, By.PEER, client);
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    @Test
    void aFactoryThatThrowsOnTheServerResets() {
        Listener listener = listen(transport -> bug.raise());
        assertResetAtOnce(connect(listener, Script.idle()));
        waitFor("the bug was logged", () -> witness().logged(bug) == 1);
    }

    @Test
    void R4_aFactoryThatRefusesOrThrowsFailsConnect() {
        Listener listener = listen(Script.idle());
        assertConnectFails(
                ConnectFailedException.Kind.REFUSED_BY_FACTORY,
                connect(listener, transport -> new Refusal("not today")));
        assertFails(bug, connect(listener, transport -> bug.raise()));
        waitForEndOfAccepted(listener, 2);
    }

    @Test
    void writingToAPeerThatIsGoneTellsAReaderThatIsPaused() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, client::abort);
        waitForEnd(client);
        settle(client, server);
        while (!server.isLost()) {
            on(server, () -> server.write("anybody there?"));
            settle(server);
        }
        assertReset(server);
    }

    @Test
    void aResetWhilePausedIsToldOnResuming() {
        open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(client, client::abort);
        waitForEnd(client);
        settle(client, server);
        on(server, server::resume);
        waitForReset(server);
    }

    @Test
    void abortWithACauseIsBrokenByUs() {
        open(Script.idle(), Script.idle());
        on(client, () -> client.transport().abort(bug));
        assertSame(bug, waitForEnd(Broken.class, By.US, client).cause());
        waitForReset(server);
    }

    /** A reset that comes before the connecting side has looked fails its connect. */
    private void assertResetAtOnce(Deferred<Probe> connecting) {
        Probe client;
        try {
            client = await(connecting);
        } catch (ConnectFailedException early) {
            assertEquals(ConnectFailedException.Kind.ENDED_EARLY, early.kind(), early.toString());
            return;
        } catch (ConnectionBrokenException reset) {
            assertTrue(bench().opening().resetMayOvertakeTheHandshake(), reset.toString());
            return;
        }
        waitForReset(client);
    }
}
