package dev.sennit.transport.unix.jnr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.PollHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The poller waits for what is watched, and for nothing else; the selectors of jnr-enxio 0.33.6 do not. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class PollPollerTest {
    /** Longer than anything here takes; a thread that waits in the system cannot be interrupted. */
    private static final long LONG = 20_000;

    private final UnixAddress address;
    private PollPoller poller;
    private JnrListener listener;

    PollPollerTest(@TempDir Path home) {
        address = UnixAddress.of(home.resolve("x"));
    }

    @BeforeEach
    void open() throws IOException {
        poller = new PollPoller();
        listener = (JnrListener) new JnrSockets()
                .listen(address, ListenOptions.DEFAULT, 1)
                .channels()
                .get(0);
    }

    @AfterEach
    void close() {
        listener.close();
        poller.close();
    }

    private static final class Handler implements PollHandler {
        @Override
        public void ready(int ops) {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void free() {}

        @Override
        public void loopEnds(@Nullable Throwable failure) {}
    }

    private record Pair(JnrStream client, JnrStream server) {}

    private Pair pair() throws IOException {
        JnrStream client = JnrStream.to(address, SocketName.of(address));
        return new Pair(client, Objects.requireNonNull(listener.accept()));
    }

    private Handler watch(JnrSocket socket, int ops) {
        Handler handler = new Handler();
        poller.register(socket, ops, handler);
        return handler;
    }

    @Test
    void aPeerThatHasGoneWakesNobodyWhoWatchesForNothing() throws IOException {
        // poll(2) tells of a hang-up even where nothing is watched, and so jnr-enxio's selector would never wait again.
        Pair pair = pair();
        Handler handler = watch(pair.server, 0);
        pair.client.close();
        assertEquals(0, poller.poll(50));
        pair.server.interest(SelectionKey.OP_READ);
        assertEquals(1, poller.poll(LONG));
        assertSame(handler, poller.ready(0));
        assertEquals(SelectionKey.OP_READ, poller.readyOps(0));
        assertEquals(-1, pair.server.read(ByteBuffer.allocateDirect(1)));
        pair.server.interest(0);
        assertEquals(0, poller.poll(50));
    }

    @Test
    void whatIsNotReadIsToldAgain() throws IOException {
        // jnr-enxio's selector on the BSDs tells it once.
        Pair pair = pair();
        pair.client.write(ByteBuffer.allocateDirect(2));
        watch(pair.server, SelectionKey.OP_READ);
        for (int i = 0; i < 2; i++) {
            assertEquals(1, poller.poll(LONG));
            assertEquals(1, pair.server.read(ByteBuffer.allocateDirect(1)));
        }
        assertEquals(0, poller.poll(0));
        pair.client.close();
    }

    @Test
    void manyAreWatchedAndThoseReadyAreFound() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        List<Handler> handlers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            pairs.add(pair());
            handlers.add(watch(pairs.get(i).server, SelectionKey.OP_READ));
        }
        for (int i = 0; i < 300; i += 3) {
            pairs.get(i).server.close();
        }
        Set<PollHandler> wanted = new HashSet<>();
        for (int i = 1; i < 300; i += 3) {
            pairs.get(i).client.write(ByteBuffer.allocateDirect(1));
            wanted.add(handlers.get(i));
        }
        Set<PollHandler> found = new HashSet<>();
        int count = poller.poll(LONG);
        for (int i = 0; i < count; i++) {
            found.add(Objects.requireNonNull(poller.ready(i)));
        }
        assertEquals(wanted, found);
        Set<PollHandler> registered = new HashSet<>();
        poller.forEach(registered::add);
        assertEquals(200, registered.size());
        pairs.forEach(pair -> {
            pair.client.close();
            pair.server.close();
        });
        assertTrue(poller.isEmpty());
    }

    @Test
    void oneClosedInTheSamePassIsNotServed() throws IOException {
        Pair pair = pair();
        watch(pair.server, SelectionKey.OP_WRITE);
        watch(pair.client, SelectionKey.OP_WRITE);
        assertEquals(2, poller.poll(LONG));
        pair.client.close();
        pair.client.close();
        assertNull(poller.ready(1));
        // The next one has the number of its descriptor, and only its own handler is told.
        Pair next = pair();
        Handler handler = watch(next.client, SelectionKey.OP_WRITE);
        pair.server.interest(0);
        assertEquals(1, poller.poll(LONG));
        assertSame(handler, poller.ready(0));
        pair.server.close();
        next.client.close();
        next.server.close();
    }

    @Test
    void aSocketThatAnotherThreadClosesMeanwhileIsForgotten() throws Exception {
        Pair pair = pair();
        watch(pair.server, SelectionKey.OP_READ);
        CountDownLatch polling = new CountDownLatch(1);
        Thread closing = new Thread(() -> {
            awaitQuietly(polling);
            pair.server.close();
            poller.wakeUp();
        });
        closing.start();
        polling.countDown();
        int count = poller.poll(LONG);
        for (int i = 0; i < count; i++) {
            assertNull(poller.ready(i));
        }
        closing.join();
        assertTrue(poller.isEmpty());
        assertEquals(0, poller.poll(0));
        pair.client.close();
    }

    @Test
    void aSocketClosedBeforeItIsRegisteredIsForgotten() throws IOException {
        Pair pair = pair();
        pair.server.close();
        watch(pair.server, SelectionKey.OP_READ);
        assertTrue(poller.isEmpty());
        pair.client.close();
    }

    @Test
    void aWakeUpCountsForTheNextPollAndForNoOther() throws IOException {
        for (int i = 0; i < 50; i++) {
            poller.wakeUp();
        }
        assertEquals(0, poller.poll(LONG));
        long before = System.nanoTime();
        assertEquals(0, poller.poll(20));
        assertTrue(System.nanoTime() - before >= 20_000_000L, "it did not wait");
    }

    @Test
    void wakeUpsWithoutNumberFindRoom() throws IOException {
        for (int i = 0; i < 500_000; i++) {
            poller.wakeUp();
        }
        assertEquals(0, poller.poll(LONG));
    }

    @Test
    void aWakeUpAfterTheCloseReachesNobody() throws IOException {
        poller.close();
        // One of these has a descriptor that was the poller's; a byte written to it by mistake would arrive.
        Pair pair = pair();
        poller.wakeUp();
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        assertEquals(0, pair.client.read(one));
        assertEquals(0, pair.server.read(one));
        pair.client.close();
        pair.server.close();
        poller = new PollPoller();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
