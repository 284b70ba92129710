package dev.sennit.transport.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ListenFailed;
import dev.sennit.transport.memory.MemoryLinkTest.Asker;
import dev.sennit.transport.memory.MemoryLinkTest.Echo;
import org.junit.jupiter.api.Test;

/** Names of a hub are taken, found and given back. */
class MemoryHubTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost host = network.host("host");
    private final MemoryHub hub = new MemoryHub();

    @Test
    void anUnknownNameIsRefused() {
        ConnectFailed failed = assertThrows(
                ConnectFailed.class,
                () -> network.await(hub.connect("nobody", host, ConnectOptions.DEFAULT, Asker::new)));
        assertEquals(ConnectFailed.Kind.REFUSED, failed.kind());
        assertEquals("cannot connect to memory:nobody: connection refused; nobody listens there", failed.getMessage());
    }

    @Test
    void aNameIsTakenOnceAndFreeAgainAfterClose() {
        Listener listener = network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new));
        ListenFailed failed = assertThrows(
                ListenFailed.class, () -> network.await(hub.listen("door", host, ListenOptions.DEFAULT, Echo::new)));
        assertEquals(ListenFailed.Kind.IN_USE, failed.kind());
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
                ConnectFailed.class,
                () -> network.await(hub.connect("door", host, ConnectOptions.DEFAULT, Asker::new)));
    }
}
