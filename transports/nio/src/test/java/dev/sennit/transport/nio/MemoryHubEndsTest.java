package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHub;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reactor that shuts down takes along what lives on its loops in memory. */
class MemoryHubEndsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final NioReactor near = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final NioReactor far = new NioReactor(NioSettings.DEFAULT.withLoops(2));
    private final MemoryHub hub = new MemoryHub();

    @AfterEach
    void close() {
        hub.close();
        near.close();
        far.close();
    }

    @Test
    void connectionsEndWithTheReactorWhoseLoopTheyLiveOn() throws Exception {
        Deferred.Source<BrokenLoopTest.Witness> accepted = new Deferred.Source<>();
        Listener listener = hub.listen("door", far, ListenOptions.DEFAULT, transport -> {
                    BrokenLoopTest.Witness made = new BrokenLoopTest.Witness(transport);
                    accepted.succeed(made);
                    return made;
                })
                .await(LIMIT);
        BrokenLoopTest.Witness client = hub.connect("door", near, ConnectOptions.DEFAULT, BrokenLoopTest.Witness::new)
                .await(LIMIT);
        BrokenLoopTest.Witness server = accepted.deferred().await(LIMIT);
        near.shutdown().await(LIMIT);
        assertTrue(client.lost.isDone(), "the shutdown was done before the connection had been told");
        CloseReason mine = client.lost.deferred().await(LIMIT);
        assertEquals(
                By.REACTOR,
                assertInstanceOf(CloseReason.Aborted.class, mine).ending().by());
        CloseReason theirs = server.lost.deferred().await(LIMIT);
        assertEquals(
                By.PEER,
                assertInstanceOf(CloseReason.Broken.class, theirs).ending().by());
        listener.drain(LIMIT).await(LIMIT);
    }
}
