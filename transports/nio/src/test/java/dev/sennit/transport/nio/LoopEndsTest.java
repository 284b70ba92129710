package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loop's thread ends when the last thing on it has ended, whoever ended it and in whatever turn. */
class LoopEndsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));

    @Test
    void theThreadEndsAfterThePeerHasEndedTheLastConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Witness witness = connect(server, () -> {});
            server.accept().close();
            Thread loop = witness.lost.deferred().await(LIMIT);
            loop.join(LIMIT.toMillis());
            assertFalse(loop.isAlive(), "the loop's thread still runs");
        }
    }

    @Test
    void theThreadEndsAfterThePeerHasResetTheLastConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Witness witness = connect(server, () -> {});
            try (Socket peer = server.accept()) {
                peer.setSoLinger(true, 0);
            }
            Thread loop = witness.lost.deferred().await(LIMIT);
            loop.join(LIMIT.toMillis());
            assertFalse(loop.isAlive(), "the loop's thread still runs");
        }
    }

    @Test
    void theThreadEndsAfterAConnectWasRefused() throws Exception {
        int closedPort;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = server.getLocalPort();
        }
        NioLoop loop = (NioLoop) reactor.nextLoop();
        Deferred<Witness> refused =
                reactor.connect(TcpAddress.loopback(closedPort), ConnectOptions.DEFAULT, transport -> new Witness());
        assertThrows(ConnectFailedException.class, () -> refused.await(LIMIT));
        Thread thread = loop.thread();
        if (thread != null) {
            thread.join(LIMIT.toMillis());
            assertFalse(thread.isAlive(), "the loop's thread still runs");
        }
    }

    @Test
    void aShutdownThatComesInTheTurnOfTheLastEndIsDoneAtOnce() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connect(server, () -> shutDownFromElsewhere(done));
            server.accept().close();
            assertTrue(done.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "the shutdown is not done");
        }
    }

    private Witness connect(ServerSocket server, Runnable whenLost) throws InterruptedException {
        return reactor.connect(
                        TcpAddress.loopback(server.getLocalPort()),
                        ConnectOptions.DEFAULT,
                        transport -> new Witness(whenLost))
                .await(LIMIT);
    }

    private void shutDownFromElsewhere(CountDownLatch done) {
        Thread other = new Thread(() -> reactor.shutdown().whenComplete((none, failure) -> done.countDown()));
        other.start();
        try {
            other.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Witness implements Protocol {
        private final Deferred.Source<Thread> lost = new Deferred.Source<>();
        private final Runnable whenLost;

        Witness() {
            this(() -> {});
        }

        Witness(Runnable whenLost) {
            this.whenLost = whenLost;
        }

        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            whenLost.run();
            lost.succeed(Thread.currentThread());
        }
    }
}
