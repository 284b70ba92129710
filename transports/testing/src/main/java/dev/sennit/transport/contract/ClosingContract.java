package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason.Aborted;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way for a connection to end, and what each side hears of it: one connectionLost, with the right reason. */
public abstract class ClosingContract extends ContractTest {
    private static final WaterMarks SMALL = new WaterMarks(1000, 4000);

    private static final class Deliberate extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void T4_closeIsCleanForBothSides() {
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), pair.server());
        assertEquals(
                Phase.CLOSING,
                assertEnded(Clean.class, By.US, pair.client()).ending().phase());
        assertEnded(Clean.class, By.PEER, pair.server());
    }

    @Test
    void T4_theAcceptingSideMayCloseFirst() {
        Pair pair = open(Script.idle(), Script.idle().onMade(probe -> {
            probe.write("bye");
            probe.close();
        }));
        waitForEnd(pair.client(), pair.server());
        assertEquals(Bytes.utf8("bye"), pair.client().received());
        assertEnded(Clean.class, By.PEER, pair.client());
        assertEnded(Clean.class, By.US, pair.server());
    }

    @Test
    void T4_bothMayCloseAtOnce() {
        Script leaves = Script.idle().onMade(Probe::close);
        Pair pair = open(leaves, Script.idle().onMade(Probe::close));
        waitForEnd(pair.client(), pair.server());
        assertInstanceOf(Clean.class, pair.client().reason());
        assertInstanceOf(Clean.class, pair.server().reason());
    }

    @Test
    void T4_closeSendsAllThatWasWrittenFirst() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), () -> {
            pair.client().write(pattern(0, 8 << 20));
            pair.client().close();
        });
        settle(pair.client(), pair.server());
        assertFalse(pair.client().isLost());
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.client(), pair.server());
        assertPattern(8 << 20, pair.server().received());
        assertEnded(Clean.class, By.PEER, pair.server());
    }

    @Test
    void T4_whatThePeerStillSendsDoesNotSpoilAClose() {
        // Unread bytes at a close would make a system reset the connection, and the peer lose the farewell.
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), () -> pair.client().write(pattern(0, 300_000)));
        settle(pair.client(), pair.server());
        on(pair.server(), () -> {
            pair.server().write(pattern(0, 1 << 20));
            pair.server().close();
        });
        on(pair.client(), () -> pair.client().write(pattern(0, 300_000)));
        waitForEnd(pair.client(), pair.server());
        assertPattern(1 << 20, pair.client().received());
        assertEnded(Clean.class, By.PEER, pair.client());
        assertEnded(Clean.class, By.US, pair.server());
    }

    @Test
    void T4_abortDropsAndResets() {
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.client(), pair.client()::abort);
        waitForEnd(pair.client(), pair.server());
        assertEnded(Aborted.class, By.US, pair.client());
        assertReset(pair.server());
    }

    @Test
    void T4_abortWithAFullBuffer() {
        Pair pair = open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        flood(pair.client());
        on(pair.client(), pair.client()::abort);
        waitForEnd(pair.client());
        assertEnded(Aborted.class, By.US, pair.client());
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.server());
        assertReset(pair.server());
    }

    @Test
    void T5_abortCutsACloseShort() {
        Pair pair = open(SMALL, Script.idle(), Script.idle().onMade(Probe::pause));
        flood(pair.client());
        on(pair.client(), () -> {
            pair.client().close();
            pair.client().close();
        });
        settle(pair.client(), pair.server());
        assertFalse(pair.client().isLost());
        on(pair.client(), pair.client()::abort);
        waitForEnd(pair.client());
        assertEquals(
                Phase.CLOSING,
                assertEnded(Aborted.class, By.US, pair.client()).ending().phase());
    }

    @Test
    void T5_abortTwiceThenClose() {
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.client(), () -> {
            pair.client().abort();
            pair.client().abort();
            pair.client().close();
            pair.client().transport().endOutput();
        });
        waitForEnd(pair.client(), pair.server());
        on(pair.client(), () -> {
            pair.client().abort();
            pair.client().close();
            pair.client().transport().endOutput();
            pair.client().resume();
            pair.client().pause();
        });
        settle(pair.client(), pair.server());
        assertEnded(Aborted.class, By.US, pair.client());
        assertEquals(1, pair.client().times("lost"));
    }

    @Test
    void T5_resumingAfterTheEndDoesNothing() {
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.server(), () -> {
            pair.server().pause();
            pair.server().close();
            pair.server().resume();
        });
        on(pair.client(), () -> pair.client().write("late"));
        waitForEnd(pair.client(), pair.server());
        on(pair.server(), pair.server()::resume);
        settle(pair.client(), pair.server());
        assertEquals(List.of("made", "lost"), pair.server().events());
    }

    @Test
    void P5_abortInConnectionMade() {
        Listener listener = listen(ListenOptions.DEFAULT, Script.idle());
        var answer = connect(listener, ConnectOptions.DEFAULT, Script.idle().onMade(Probe::abort));
        Probe client = await(answer);
        waitForEnd(client);
        assertEquals(List.of("made", "lost"), client.events());
        assertEnded(Aborted.class, By.US, client);
    }

    @Test
    void P5_abortInDataReceived() {
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> probe.abort()));
        on(pair.client(), () -> pair.client().write(pattern(0, 1 << 20)));
        waitForEnd(pair.client(), pair.server());
        assertEquals(List.of("made", "data", "lost"), pair.server().events());
        assertEnded(Aborted.class, By.US, pair.server());
        assertReset(pair.client());
    }

    @Test
    void P4_whatIsThrownAfterAnAbortIsTheReason() {
        Deliberate bug = new Deliberate();
        Pair pair = open(Script.idle(), Script.idle().onData((probe, bytes) -> {
            probe.abort();
            throw bug;
        }));
        on(pair.client(), () -> pair.client().write("x"));
        waitForEnd(pair.client(), pair.server());
        assertSame(bug, assertEnded(Broken.class, By.US, pair.server()).cause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "inputEnded", "paused", "resumed", "drain"})
    void P4_aCallbackThatThrowsEndsItsConnectionAndNoOther(String where) {
        Deliberate bug = new Deliberate();
        Listener listener = listen(ListenOptions.DEFAULT.withMarks(SMALL), throwing(where, bug));
        Probe other = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        Probe bystander = accepted(0);
        Probe client =
                await(connect(listener, ConnectOptions.DEFAULT, Script.idle().onMade(Probe::pause)));
        Probe server = accepted(1);
        provoke(where, client, server, listener);
        waitForEnd(server);
        assertSame(bug, assertEnded(Broken.class, By.US, server).cause());
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
        Deliberate bug = new Deliberate();
        Listener listener = listen(ListenOptions.DEFAULT, throwing("made", bug));
        assertResetAtOnce(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        Probe server = accepted(0);
        waitForEnd(server);
        assertSame(bug, assertEnded(Broken.class, By.US, server).cause());
        assertEquals(1, witness().logged(bug), "a bug is logged once");
    }

    @Test
    void P4_connectionMadeThatThrowsFailsConnect() {
        Deliberate bug = new Deliberate();
        Listener listener = listen(ListenOptions.DEFAULT, Script.idle());
        assertSame(
                bug,
                assertThrows(
                        Deliberate.class,
                        () -> await(connect(listener, ConnectOptions.DEFAULT, throwing("made", bug)))));
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

    private static Script throwing(String where, Deliberate bug) {
        Script script = Script.idle();
        Consumer<Probe> raise = probe -> {
            throw bug;
        };
        return switch (where) {
            case "made" -> script.onMade(raise);
            case "data" -> script.onData((probe, bytes) -> raise.accept(probe));
            case "inputEnded" ->
                script.onInputEnded(probe -> {
                    throw bug;
                });
            case "paused" ->
                script.onPaused(probe -> {
                    throw bug;
                });
            case "resumed" -> script.onResumed(raise);
            default ->
                script.onDrain(probe -> {
                    throw bug;
                });
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
        Pair pair = open(Script.idle(), Script.idle().onLost((probe, reason) -> {
            throw new Deliberate();
        }));
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client(), pair.server());
        Probe next = await(connect(pair.listener(), ConnectOptions.DEFAULT, Script.idle()));
        on(next, next::close);
        waitForEnd(next);
    }

    @Test
    void aFactoryThatRefusesOnTheServerClosesWithoutACallback() {
        ProtocolFactory<Protocol> refusing = transport -> new Refusal("not today");
        Listener listener =
                await(bench().opening().listen(bench().server(), bench().listenAt(), ListenOptions.DEFAULT, refusing));
        Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        waitForEnd(client);
        assertEnded(Clean.class, By.PEER, client);
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
    }

    @Test
    void aFactoryThatThrowsOnTheServerResets() {
        Deliberate bug = new Deliberate();
        ProtocolFactory<Protocol> throwing = transport -> {
            throw bug;
        };
        Listener listener =
                await(bench().opening().listen(bench().server(), bench().listenAt(), ListenOptions.DEFAULT, throwing));
        assertResetAtOnce(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
        waitFor("the bug was logged", () -> witness().logged(bug) == 1);
    }

    @Test
    void R4_aFactoryThatRefusesOrThrowsFailsConnect() {
        Listener listener = listen(ListenOptions.DEFAULT, Script.idle());
        ConnectFailedException refused = assertThrows(
                ConnectFailedException.class, () -> await(connect(listener, transport -> new Refusal("not today"))));
        assertEquals(ConnectFailedException.Kind.REFUSED_BY_FACTORY, refused.kind());
        Deliberate bug = new Deliberate();
        ProtocolFactory<Protocol> throwing = transport -> {
            throw bug;
        };
        assertSame(bug, assertThrows(Deliberate.class, () -> await(connect(listener, throwing))));
        waitForEndOfAccepted(listener, 2);
    }

    @Test
    void writingToAPeerThatIsGoneTellsAReaderThatIsPaused() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), pair.client()::abort);
        waitForEnd(pair.client());
        settle(pair.client(), pair.server());
        while (!pair.server().isLost()) {
            on(pair.server(), () -> pair.server().write("anybody there?"));
            settle(pair.server());
        }
        assertReset(pair.server());
    }

    @Test
    void aResetWhilePausedIsToldOnResuming() {
        Pair pair = open(Script.idle(), Script.idle().onMade(Probe::pause));
        on(pair.client(), pair.client()::abort);
        waitForEnd(pair.client());
        settle(pair.client(), pair.server());
        on(pair.server(), pair.server()::resume);
        waitForEnd(pair.server());
        assertReset(pair.server());
    }

    @Test
    void abortWithACauseIsBrokenByUs() {
        Deliberate cause = new Deliberate();
        Pair pair = open(Script.idle(), Script.idle());
        on(pair.client(), () -> pair.client().transport().abort(cause));
        waitForEnd(pair.client(), pair.server());
        assertSame(cause, assertEnded(Broken.class, By.US, pair.client()).cause());
        assertReset(pair.server());
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
        waitForEnd(client);
        assertReset(client);
    }
}
