package dev.sennit.memory;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.LimitExceededException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host of connections whose peers do not read keeps within twice its memory budget, and loses no other. */
class MemoryBudgetTest {
    private static final int BUDGET_BYTES = 100_000;
    /** What waits beyond the bytes under way, for a peer that does not read. */
    private static final int HELD_BYTES = 30_000;

    private final MemoryNetwork network = MemoryNetwork.seeded(12);
    private final MemoryHost server = network.host("server");
    private final MemoryHost client = network.host("client");
    private final List<End> accepted = new ArrayList<>();

    /** One end, which counts what it gets; and may pause before it gets anything. */
    private static class End implements Protocol {
        final Transport transport;
        private final boolean reads;
        long received;

        @Nullable
        CloseReason lost;

        End(Transport transport, boolean reads) {
            this.transport = transport;
            this.reads = reads;
        }

        @Override
        public void connectionMade() {
            if (!reads) {
                transport.pauseReading();
            }
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
        }

        @Override
        public boolean writePaused() {
            return true;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = reason;
        }
    }

    /** Sends back what it gets, and does not stop reading for it. */
    private static final class Echo extends End {
        Echo(Transport transport) {
            super(transport, true);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            super.dataReceived(data.duplicate());
            transport.write(data);
        }
    }

    private End connect(boolean reads) {
        return network.await(
                client.connect(server.address(7), ConnectOptions.DEFAULT, transport -> new End(transport, reads)));
    }

    private void listen() {
        server.memoryBudget(BUDGET_BYTES);
        network.await(server.listen(server.address(7), ListenOptions.DEFAULT, transport -> {
            Echo made = new Echo(transport);
            accepted.add(made);
            return made;
        }));
    }

    @Test
    void aWriterThatAsksStopsInTheWriteForWhichItIsAborted() {
        client.memoryBudget(500);
        network.await(server.listen(server.address(7), ListenOptions.DEFAULT, transport -> new End(transport, false)));
        End writer = connect(true);
        Deferred<Void> waiting = writer.transport.whenWritable();
        List<Integer> writes = new ArrayList<>();
        writer.transport.loop().execute(() -> {
            int written = 0;
            while (writer.transport.isWritable() && written < 1000) {
                writer.transport.write(ByteBuffer.allocate(1000));
                written++;
            }
            writes.add(written);
        });

        network.run();

        assertTrue(writes.get(0) < 1000, writes::toString);
        Broken broken = assertInstanceOf(Broken.class, writer.lost);
        assertInstanceOf(LimitExceededException.class, broken.cause());
        assertTrue(waiting.isDone());
    }

    /** It waits when the connection is aborted, and hears why. */
    @Test
    void whoWaitsToWriteHearsWhyTheConnectionWasAborted() {
        client.memoryBudget(500);
        network.await(server.listen(server.address(7), ListenOptions.DEFAULT, transport -> new End(transport, false)));
        End writer = connect(true);
        List<Deferred<Void>> waiting = new ArrayList<>();
        writer.transport.loop().execute(() -> {
            while (writer.transport.isWritable() && waiting.size() < 1000) {
                writer.transport.write(ByteBuffer.allocate(1000));
                waiting.add(writer.transport.whenWritable());
            }
            waiting.add(writer.transport.whenWritable());
        });

        network.run();

        Deferred<Void> last = waiting.get(waiting.size() - 1);
        assertThrows(LimitExceededException.class, () -> network.await(last));
    }

    private MemoryBudget budget() {
        return server.loop().memoryBudget();
    }

    private void write(End end, int bytes) {
        end.transport.loop().execute(() -> end.transport.write(ByteBuffer.allocate(bytes)));
        network.run();
    }

    @Test
    void abortsTheConnectionThatHoldsMostAtTwiceTheBudgetAndNamesIt() {
        listen();
        List<End> clients = new ArrayList<>();
        for (int i = 0; budget().heldBytes() + HELD_BYTES <= 2 * BUDGET_BYTES; i++) {
            clients.add(connect(false));
            write(accepted.get(i), MemoryConnection.WINDOW_BYTES + HELD_BYTES + i);
        }
        assertEquals(6, clients.size());
        assertTrue(accepted.stream().allMatch(end -> end.lost == null), "lost before twice the budget was held");
        clients.add(connect(false));
        write(accepted.get(6), MemoryConnection.WINDOW_BYTES + HELD_BYTES - 1000);

        Broken reason = assertInstanceOf(Broken.class, accepted.get(5).lost, "the one that held most");
        assertEquals(By.REACTOR, reason.ending().by());
        LimitExceededException cause = assertInstanceOf(LimitExceededException.class, reason.cause());
        assertEquals(2 * BUDGET_BYTES, cause.limit());
        String message = String.valueOf(cause.getMessage());
        assertTrue(message.contains("its memory budget of 100000 bytes"), message);
        assertTrue(message.contains("this connection held most, 30005"), message);
        assertEquals(1, accepted.stream().filter(end -> end.lost != null).count());

        End newcomer = connect(true);
        write(newcomer, 1000);
        assertEquals(1000, newcomer.received, "a newcomer that reads is served");
        clients.forEach(end -> end.transport.abort());
        network.run();
        assertEquals(0, budget().heldBytes());
    }

    @Test
    void pausesReadingForTheConnectionThatGrowsWhileTheBudgetIsExceeded() {
        listen();
        End stubborn = connect(false);
        write(stubborn, 10 * BUDGET_BYTES);
        long echoed = accepted.get(0).received;
        assertTrue(echoed < 2 * BUDGET_BYTES + MemoryConnection.WINDOW_BYTES, echoed + " bytes were read");
        assertEquals(null, accepted.get(0).lost);

        End newcomer = connect(true);
        write(newcomer, 1000);
        assertEquals(1000, newcomer.received, "a newcomer that reads is served");

        stubborn.transport.loop().execute(stubborn.transport::resumeReading);
        network.run();
        assertEquals(10 * BUDGET_BYTES, stubborn.received, "all comes back once the peer reads");
        assertEquals(0, budget().heldBytes());
    }

    @Test
    void countsWhatOtherThreadsHaveQueued() throws InterruptedException {
        listen();
        connect(false);
        End held = accepted.get(0);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                held.transport.write(ByteBuffer.allocate(10_000));
            }
        });
        writer.start();
        writer.join();
        long queued = budget().heldBytes();
        assertTrue(queued > 2 * BUDGET_BYTES && queued <= 2 * BUDGET_BYTES + 10_128, queued + " bytes");
        network.run();
        assertInstanceOf(
                LimitExceededException.class,
                assertInstanceOf(Broken.class, held.lost).cause());
        assertEquals(0, budget().heldBytes());
        assertFalse(held.transport.isWritable());
    }

    /** What a paused connection holds is freed by its end: a drain that waited for less memory would wait for itself. */
    @Test
    void aDrainDoesNotWaitForTheBudget() {
        server.memoryBudget(BUDGET_BYTES);
        Listener listener = network.await(server.listen(server.address(7), ListenOptions.DEFAULT, transport -> {
            Echo made = new Echo(transport);
            accepted.add(made);
            return made;
        }));
        End stubborn = connect(false);
        write(stubborn, 10 * BUDGET_BYTES);
        long before = accepted.get(0).received;
        Deferred<DrainReport> draining = listener.drain(Duration.ofHours(1));
        network.advance(Duration.ofMinutes(1));
        assertEquals(new DrainReport(1, List.of()), network.await(draining));
        assertTrue(accepted.get(0).received > before, "what had arrived was delivered first");
    }

    /** The write is larger than any array of the virtual machine, so its copy cannot be made, whatever the heap. */
    @Test
    void aWriteOfAnotherThreadThatFindsNoMemoryIsNotCounted(@TempDir Path home) throws Exception {
        listen();
        server.memoryBudget(Long.MAX_VALUE / 4);
        connect(true);
        Transport written = accepted.get(0).transport;
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        try (FileChannel file = FileChannel.open(home.resolve("large"), CREATE, READ, WRITE)) {
            ByteBuffer large = file.map(MapMode.READ_WRITE, 0, Integer.MAX_VALUE);
            Thread writer = new Thread(() -> written.write(large));
            writer.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
            writer.start();
            writer.join();
        }
        assertInstanceOf(OutOfMemoryError.class, thrown.get(0));
        assertEquals(0, budget().heldBytes());
        assertTrue(written.isWritable());
    }
}
