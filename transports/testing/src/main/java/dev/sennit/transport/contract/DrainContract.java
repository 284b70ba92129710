package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason.Aborted;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
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
        open(Script.idle(), polite);
        Deferred<DrainReport> draining = listener.drain(LONG);
        waitFor("it was asked to finish", () -> server.heard("drain"));
        waitFor("it says so", () -> client.receivedBytes() == 9);
        assertFalse(draining.isDone());
        on(client, () -> client.write("go on"));
        assertEquals(new DrainReport(1, List.of()), await(draining));
        assertTrue(server.isLost());
        assertEnded(Clean.class, By.US, server);
    }

    @Test
    void aProtocolThatDoesNotDealWithItIsClosedAtOnce() {
        open(Script.idle(), Script.idle());
        assertEquals(new DrainReport(1, List.of()), await(listener.drain(LONG)));
        waitForEnd(Clean.class, By.PEER, client);
    }

    @Test
    void aStubbornProtocolIsCutOffAndReported() {
        open(Script.idle(), Script.idle().onDrain(probe -> true));
        DrainReport report = await(listener.drain(Duration.ofMillis(50)));
        assertEquals(0, report.endedInTime());
        assertEquals(List.of(new DrainReport.CutOff(client.transport().local(), "Probe")), report.cutOff());
        assertEnded(Aborted.class, By.US, server);
        waitForEnd(client);
    }

    @Test
    void aDrainedListenerAcceptsNobody() {
        open(Script.idle(), Script.idle());
        await(listener.drain(LONG));
        assertThrows(ConnectFailedException.class, () -> connected(listener));
        assertEquals(0, listener.connections());
    }

    @Test
    void aDrainOfNobodyIsDoneAndNegativeDeadlinesAreRefused() {
        var listener = listen(Script.idle());
        assertThrows(IllegalArgumentException.class, () -> listener.drain(Duration.ofMillis(-1)));
        assertEquals(new DrainReport(0, List.of()), await(listener.drain(Duration.ZERO)));
    }

    @Test
    void aDrainAfterShutdownFindsNobody() {
        open(Script.idle(), Script.idle());
        bench().server().close();
        assertTrue(server.isLost());
        assertEquals(new DrainReport(0, List.of()), await(listener.drain(LONG)));
    }

    @Test
    void listenersOfOneSetShareTheHooks() {
        HookedFactory hooked = new HookedFactory(serverProbes(Script.echo()));
        ListenerSet set = await(ListenerSet.open(hooked, List.of(this::listenHere, this::listenHere)));
        for (var listener : set.listeners()) {
            Probe client = connected(listener);
            on(client, () -> client.write("both"));
            waitForText("both", client);
        }
        assertEquals(1, hooked.started.get());
        assertEquals(0, hooked.stopped.get());
        assertEquals(2, await(set.drain(LONG)).endedInTime());
        waitFor("it was stopped", () -> hooked.stopped.get() == 1);
    }

    @Test
    void aSetOpensAllOrNone() {
        var taken = listen(Script.idle());
        HookedFactory hooked = new HookedFactory(serverProbes(Script.idle()));
        assertThrows(
                ListenFailedException.class,
                () -> await(ListenerSet.open(hooked, List.of(this::listenHere, factory -> bench().server()
                        .listen(taken.address(), ListenOptions.DEFAULT, factory)))));
        waitFor("it was stopped", () -> hooked.stopped.get() == hooked.started.get());
        assertTrue(hooked.started.get() <= 1);
    }
}
