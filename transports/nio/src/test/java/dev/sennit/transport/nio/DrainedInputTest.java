package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A drain delivers the bytes that the system has received for a connection before it closes it. */
class DrainedInputTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Less than what the receiver's system buffers: all of it has arrived when it is written. */
    private static final int SENT_BYTES = 60_000;

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final BlockingQueue<Server> servers = new LinkedBlockingQueue<>();
    private final Path home;

    DrainedInputTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void endReactor() {
        reactor.close();
    }

    /** Reads nothing before the drain. */
    private static final class Server implements Protocol {
        private final Transport transport;
        private final boolean pausesAfterEachPiece;
        private final Deferred.Source<CloseReason> lost = new Deferred.Source<>();
        private final AtomicInteger received = new AtomicInteger();

        Server(Transport transport, boolean pausesAfterEachPiece) {
            this.transport = transport;
            this.pausesAfterEachPiece = pausesAfterEachPiece;
        }

        @Override
        public void connectionMade() {
            transport.pauseReading();
        }

        @Override
        public boolean drainRequested() {
            transport.resumeReading();
            return false;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received.addAndGet(data.remaining());
            if (pausesAfterEachPiece) {
                transport.pauseReading();
                transport.loop().after(Duration.ofMillis(1), transport::resumeReading);
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    private Listener listen(Address at, boolean pausesAfterEachPiece) throws InterruptedException {
        return reactor.listen(at, ListenOptions.DEFAULT, transport -> {
                    Server server = new Server(transport, pausesAfterEachPiece);
                    servers.add(server);
                    return server;
                })
                .await(LIMIT);
    }

    private Server server() throws InterruptedException {
        Server server = servers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (server == null) {
            throw new AssertionError("no connection was accepted");
        }
        return server;
    }

    private void assertServedBeforeTheEnd(Listener listener, SocketAddress address) throws Exception {
        try (SocketChannel client = SocketChannel.open(address)) {
            Server server = server();
            ByteBuffer data = ByteBuffer.allocate(SENT_BYTES);
            while (data.hasRemaining()) {
                client.write(data);
            }
            Deferred<DrainReport> draining = listener.drain(LIMIT);
            assertEquals(-1, client.read(ByteBuffer.allocate(1)), "the server ends the connection");
            client.shutdownOutput();
            assertEquals(new DrainReport(1, List.of()), draining.await(LIMIT));
            assertEquals(SENT_BYTES, server.received.get());
            assertInstanceOf(CloseReason.Clean.class, server.lost.deferred().await(LIMIT));
        }
    }

    @ParameterizedTest(name = "pauses after each piece: {0}")
    @ValueSource(booleans = {false, true})
    void overAUnixSocket(boolean pausesAfterEachPiece) throws Exception {
        Path path = home.resolve("x.sock");
        assertServedBeforeTheEnd(listen(UnixAddress.of(path), pausesAfterEachPiece), UnixDomainSocketAddress.of(path));
    }

    @ParameterizedTest(name = "pauses after each piece: {0}")
    @ValueSource(booleans = {false, true})
    void overTcp(boolean pausesAfterEachPiece) throws Exception {
        Listener listener = listen(TcpAddress.loopback(0), pausesAfterEachPiece);
        TcpAddress address = (TcpAddress) listener.address();
        assertServedBeforeTheEnd(listener, new InetSocketAddress(address.ip(), address.port()));
    }

    @Test
    void aConnectionThatHasSentNothingEndsAtOnce() throws Exception {
        Listener listener = listen(TcpAddress.loopback(0), false);
        TcpAddress address = (TcpAddress) listener.address();
        try (SocketChannel client = SocketChannel.open(new InetSocketAddress(address.ip(), address.port()))) {
            Server server = server();
            Deferred<DrainReport> draining = listener.drain(LIMIT);
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));
            client.shutdownOutput();
            assertEquals(new DrainReport(1, List.of()), draining.await(LIMIT));
            assertEquals(0, server.received.get());
        }
    }

    @Test
    void aProtocolThatNeverReadsIsCutOffAtTheDeadline() throws Exception {
        Path path = home.resolve("x.sock");
        Deferred.Source<Void> accepted = new Deferred.Source<>();
        Listener listener = reactor.listen(
                        UnixAddress.of(path), ListenOptions.DEFAULT, transport -> new Deaf(transport, accepted))
                .await(LIMIT);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(ByteBuffer.allocate(1));
            accepted.deferred().await(LIMIT);
            DrainReport report = listener.drain(Duration.ofMillis(50)).await(LIMIT);
            assertEquals(
                    List.of("Deaf"),
                    report.cutOff().stream().map(DrainReport.CutOff::protocol).toList());
        }
    }

    private record Deaf(Transport transport, Deferred.Source<Void> accepted) implements Protocol {
        @Override
        public void connectionMade() {
            transport.pauseReading();
            accepted.succeed(null);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            throw new AssertionError("reading is paused");
        }
    }

    /** Writes more than the budget, less than twice as much, to a peer that does not read, and counts what it gets. */
    private static final class Generous implements Protocol {
        private static final int BUDGET_BYTES = 16 << 20;

        private final Transport transport;
        private final AtomicInteger received;

        Generous(Transport transport, AtomicInteger received) {
            this.transport = transport;
            this.received = received;
        }

        @Override
        public void connectionMade() {
            transport.write(ByteBuffer.allocate(2 * BUDGET_BYTES - 1));
        }

        @Override
        public boolean writePaused() {
            return true;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received.addAndGet(data.remaining());
        }
    }

    @Test
    void aConnectionThatTheMemoryBudgetHasPausedIsServedAndClosed() throws Exception {
        AtomicInteger received = new AtomicInteger();
        try (NioReactor small = new NioReactor(NioSettings.DEFAULT
                .withLoops(1)
                .withMemoryBudget(Generous.BUDGET_BYTES)
                .withCloseTimeouts(CloseTimeouts.DEFAULT.withFlush(Duration.ofSeconds(1))))) {
            Listener listener = small.listen(
                            TcpAddress.loopback(0),
                            ListenOptions.DEFAULT,
                            transport -> new Generous(transport, received))
                    .await(LIMIT);
            TcpAddress address = (TcpAddress) listener.address();
            try (SocketChannel client = SocketChannel.open(new InetSocketAddress(address.ip(), address.port()))) {
                assertEquals(1, client.read(ByteBuffer.allocate(1)), "the server has written");
                client.write(ByteBuffer.allocate(1000));
                assertEquals(
                        new DrainReport(1, List.of()), listener.drain(LIMIT).await(LIMIT.plus(LIMIT)));
                assertEquals(1000, received.get());
            }
        }
    }
}
