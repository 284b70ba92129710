package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHub;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.PollHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loop that breaks takes its connections along, but tells them, and the rest of the reactor goes on. */
class BrokenLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2));
    private final Error fault = new OutOfMemoryError("Java heap space: expected in the log of this test");
    private final QuietEnds quiet = new QuietEnds();

    static final class Witness implements Protocol {
        final Transport transport;
        final List<CloseReason> reasons = new ArrayList<>();
        final Deferred.Source<CloseReason> lost = new Deferred.Source<>();

        Witness(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            reasons.add(reason);
            lost.succeed(reason);
        }
    }

    /** Finds the heap exhausted, and fails whatever else it is asked. */
    record Unspeakable(Error fault) implements PollHandler {
        @Override
        public void ready(int ops) {
            throw fault;
        }

        @Override
        public void failed(Throwable failure) {
            throw fault;
        }

        @Override
        public void free() {
            throw fault;
        }

        @Override
        public void loopEnds(@Nullable Throwable why) {
            throw fault;
        }

        @Override
        public String toString() {
            throw fault;
        }
    }

    @AfterEach
    void shutDown() throws InterruptedException {
        reactor.shutdown().await(LIMIT);
        quiet.close();
    }

    private Thread breakLoop(NioLoop loop) throws InterruptedException {
        Deferred.Source<Thread> registered = new Deferred.Source<>();
        loop.execute(() -> {
            try {
                Pipe pipe = Pipe.open();
                pipe.source().configureBlocking(false);
                loop.register(new JdkPoller.Channel<>(pipe.source()) {}, SelectionKey.OP_READ, new Unspeakable(fault));
                pipe.sink().write(ByteBuffer.wrap(new byte[1]));
                registered.succeed(Thread.currentThread());
            } catch (IOException failure) {
                registered.fail(failure);
            }
        });
        return registered.deferred().await(LIMIT);
    }

    private Witness connect(ServerSocket server) throws InterruptedException {
        return reactor.connect(TcpAddress.loopback(server.getLocalPort()), ConnectOptions.DEFAULT, Witness::new)
                .await(LIMIT);
    }

    @Test
    void eachConnectionHearsOnceWhatBroke() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Witness one = connect(server);
            Witness other = connect(server);
            Witness third = connect(server);
            assertSame(one.transport.loop(), third.transport.loop());
            assertNotSame(one.transport.loop(), other.transport.loop());

            Thread broken = breakLoop((NioLoop) one.transport.loop());
            for (Witness witness : List.of(one, third)) {
                CloseReason.Broken reason = assertInstanceOf(
                        CloseReason.Broken.class, witness.lost.deferred().await(LIMIT));
                assertSame(fault, reason.cause().getCause(), reason.toString());
                assertEquals(CloseReason.By.REACTOR, reason.ending().by());
            }
            broken.join(LIMIT.toMillis());
            assertFalse(broken.isAlive());
            assertEquals(1, one.reasons.size());
            assertFalse(other.lost.deferred().isDone(), "a connection of another loop ended");
        }
    }

    @Test
    void aConnectionInMemoryHearsOfItToo() throws Exception {
        try (MemoryHub hub = new MemoryHub();
                NioReactor other = new NioReactor(NioSettings.DEFAULT.withLoops(1))) {
            hub.listen("door", other, ListenOptions.DEFAULT, Witness::new).await(LIMIT);
            Witness witness = hub.connect("door", reactor, ConnectOptions.DEFAULT, Witness::new)
                    .await(LIMIT);
            breakLoop((NioLoop) witness.transport.loop());
            CloseReason.Broken reason = assertInstanceOf(
                    CloseReason.Broken.class, witness.lost.deferred().await(LIMIT));
            assertSame(fault, reason.cause().getCause(), reason.toString());
        }
    }

    @Test
    void nothingIsGivenToItAnyMoreAndTheOthersServe() throws Exception {
        NioLoop loop = (NioLoop) reactor.nextLoop();
        breakLoop(loop).join(LIMIT.toMillis());

        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
        for (int i = 0; i < 4; i++) {
            assertNotSame(loop, reactor.nextLoop());
        }
        Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Witness::new)
                .await(LIMIT);
        for (int i = 0; i < 4; i++) {
            assertNotSame(
                    loop,
                    reactor.connect(listener.address(), ConnectOptions.DEFAULT, Witness::new)
                            .await(LIMIT)
                            .transport
                            .loop());
        }
    }

    @Test
    void aReactorWhoseLoopsBrokeFailsWhatItIsAskedAndStillShutsDown() throws Exception {
        for (int i = 0; i < 2; i++) {
            breakLoop((NioLoop) reactor.nextLoop()).join(LIMIT.toMillis());
        }
        var listening = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Witness::new);
        var connecting = reactor.connect(TcpAddress.loopback(1), ConnectOptions.DEFAULT, Witness::new);
        assertThrows(RuntimeException.class, () -> listening.await(LIMIT));
        assertThrows(RuntimeException.class, () -> connecting.await(LIMIT));
        reactor.shutdown().await(LIMIT);
        assertTrue(reactor.shutdown().isDone());
    }
}
