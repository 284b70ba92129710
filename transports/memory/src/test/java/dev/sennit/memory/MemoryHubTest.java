package dev.sennit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryLinkTest.Asker;
import dev.sennit.memory.MemoryLinkTest.Echo;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import org.junit.jupiter.api.Test;

/** Names of a hub are taken, found and given back. */
class MemoryHubTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost host = network.host("host");
    private final MemoryHub hub = new MemoryHub();

    @Test
    void anUnknownNameIsRefused() {
        ConnectFailedException failed = assertThrows(
                ConnectFailedException.class,
                () -> network.await(hub.connect("nobody", host, ConnectOptions.DEFAULT, Asker::new)));
        assertEquals(ConnectFailedException.Kind.REFUSED, failed.kind());
        assertEquals("cannot connect to memory:nobody: connection refused; nobody listens there", failed.getMessage());
    }

    @Test
    void aNameIsTakenOnceAndFreeAgainAfterClose() {
        Listener listener = network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new));
        ListenFailedException failed = assertThrows(
                ListenFailedException.class,
                () -> network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new)));
        assertEquals(ListenFailedException.Kind.IN_USE, failed.kind());
        network.await(listener.close());
        network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new));
    }

    @Test
    void closingTheHubAbortsItsConnectionsAndFreesItsNames() {
        network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new));
        Asker asker = network.await(hub.connect("door", host, ConnectOptions.DEFAULT, Asker::new));
        hub.close();
        network.run();
        CloseReason lost = assertInstanceOf(CloseReason.Aborted.class, asker.lost);
        assertEquals(By.REACTOR, lost.ending().by());
        assertThrows(
                ConnectFailedException.class,
                () -> network.await(hub.connect("door", host, ConnectOptions.DEFAULT, Asker::new)));
    }

    @Test
    void aConnectWhoseLoopHasEndedFails() {
        network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new));
        MemoryHost ended = network.host("ended");
        ended.close();
        ConnectFailedException failed = assertThrows(
                ConnectFailedException.class,
                () -> network.await(hub.connect("door", ended, ConnectOptions.DEFAULT, Asker::new)));
        assertEquals(ConnectFailedException.Kind.UNSUPPORTED, failed.kind());
        assertEquals(
                "cannot connect to memory:door: its loop cannot run it: host ended has been shut down",
                failed.getMessage());
    }

    @Test
    void aConnectToWhereTheListenersLoopHasEndedIsRefused() {
        MemoryHost ended = network.host("ended");
        network.await(hub.listen("door", ended, ListenOptions.DEFAULT, Echo::new));
        ended.close();
        ConnectFailedException failed = assertThrows(
                ConnectFailedException.class,
                () -> network.await(hub.connect("door", host, ConnectOptions.DEFAULT, Asker::new)));
        assertEquals(ConnectFailedException.Kind.REFUSED, failed.kind());
    }

    @Test
    void aConnectCancelledOnItsWayIsHeardOfByNobody() {
        Listener listener = network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new));
        var connecting = hub.connect("door", host, ConnectOptions.DEFAULT, Asker::new);
        assertTrue(connecting.cancel());
        assertThrows(DeferredCancelledException.class, () -> network.await(connecting));
        network.run();
        assertEquals(0, listener.connections());
    }

    @Test
    void aHostThatIsSwitchedOffAbortsItsEndOfAConnection() {
        MemoryHost other = network.host("other");
        Listener listener = network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new));
        Asker asker = network.await(hub.connect("door", other, ConnectOptions.DEFAULT, Asker::new));
        other.close();
        CloseReason lost = assertInstanceOf(CloseReason.Aborted.class, asker.lost);
        assertEquals(By.REACTOR, lost.ending().by());
        network.run();
        assertEquals(0, listener.connections());
    }
}
