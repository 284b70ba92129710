package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason.Aborted;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.spi.ListenerSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Draining a listener in good order, and several listeners that share a factory. */
public abstract class DrainContract extends ContractTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aPoliteProtocolFinishesAndIsCountedInTime() {
        Script polite = Script.idle()
                .onDrain(probe -> {
                    probe.write("finishing");
                    return true;
                })
                .onData((probe, bytes) -> probe.close());
        Pair pair = open(Script.idle(), polite);
        Deferred<DrainReport> draining = pair.listener().drain(LONG);
        waitFor("it was asked to finish", () -> pair.server().heard("drain"));
        waitFor("it says so", () -> pair.client().receivedBytes() == 9);
        assertFalse(draining.isDone());
        on(pair.client(), () -> pair.client().write("go on"));
        DrainReport report = await(draining);
        assertEquals(new DrainReport(1, List.of()), report);
        assertTrue(pair.server().isLost());
        assertEnded(Clean.class, By.US, pair.server());
    }

    @Test
    void aProtocolThatDoesNotDealWithItIsClosedAtOnce() {
        Pair pair = open(Script.idle(), Script.idle());
        assertEquals(new DrainReport(1, List.of()), await(pair.listener().drain(LONG)));
        waitForEnd(pair.client());
        assertEnded(Clean.class, By.PEER, pair.client());
    }

    @Test
    void aStubbornProtocolIsCutOffAndReported() {
        Pair pair = open(Script.idle(), Script.idle().onDrain(probe -> true));
        DrainReport report = await(pair.listener().drain(Duration.ofMillis(50)));
        assertEquals(0, report.endedInTime());
        assertEquals(List.of(new DrainReport.CutOff(pair.client().transport().local(), "Probe")), report.cutOff());
        assertEnded(Aborted.class, By.US, pair.server());
        waitForEnd(pair.client());
    }

    @Test
    void aDrainedListenerAcceptsNobody() {
        Pair pair = open(Script.idle(), Script.idle());
        await(pair.listener().drain(LONG));
        assertThrows(
                ConnectFailedException.class,
                () -> await(connect(pair.listener(), ConnectOptions.DEFAULT, Script.idle())));
        assertEquals(0, pair.listener().connections());
    }

    @Test
    void aDrainOfNobodyIsDoneAndNegativeDeadlinesAreRefused() {
        var listener = listen(ListenOptions.DEFAULT, Script.idle());
        assertThrows(IllegalArgumentException.class, () -> listener.drain(Duration.ofMillis(-1)));
        assertEquals(new DrainReport(0, List.of()), await(listener.drain(Duration.ZERO)));
    }

    @Test
    void aDrainAfterShutdownFindsNobody() {
        Pair pair = open(Script.idle(), Script.idle());
        bench().server().close();
        assertTrue(pair.server().isLost());
        assertEquals(new DrainReport(0, List.of()), await(pair.listener().drain(LONG)));
    }

    @Test
    void listenersOfOneSetShareTheHooks() {
        ReactorContract.HookedFactory hooked = new ReactorContract.HookedFactory(serverProbes(Script.echo()));
        ListenerSet set = await(ListenerSet.open(
                hooked,
                List.of(
                        factory -> bench().server().listen(bench().listenAt(), ListenOptions.DEFAULT, factory),
                        factory -> bench().server().listen(bench().listenAt(), ListenOptions.DEFAULT, factory))));
        for (var listener : set.listeners()) {
            Probe client = await(connect(listener, ConnectOptions.DEFAULT, Script.idle()));
            on(client, () -> client.write("both"));
            waitFor("the echo came", () -> client.received().equals(Bytes.utf8("both")));
        }
        assertEquals(1, hooked.started.get());
        assertEquals(0, hooked.stopped.get());
        assertEquals(2, await(set.drain(LONG)).endedInTime());
        waitFor("it was stopped", () -> hooked.stopped.get() == 1);
    }

    @Test
    void aSetOpensAllOrNone() {
        var taken = listen(ListenOptions.DEFAULT, Script.idle());
        ReactorContract.HookedFactory hooked = new ReactorContract.HookedFactory(serverProbes(Script.idle()));
        assertThrows(
                ListenFailedException.class,
                () -> await(ListenerSet.open(
                        hooked,
                        List.of(
                                factory -> bench().server().listen(bench().listenAt(), ListenOptions.DEFAULT, factory),
                                factory -> bench().server().listen(taken.address(), ListenOptions.DEFAULT, factory)))));
        waitFor("it was stopped", () -> hooked.stopped.get() == hooked.started.get());
        assertTrue(hooked.started.get() <= 1);
    }
}
