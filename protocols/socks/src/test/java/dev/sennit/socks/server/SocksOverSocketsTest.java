package dev.sennit.socks.server;

import static dev.sennit.socks.server.SocksFixture.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that leave, over real sockets. */
@Timeout(60)
class SocksOverSocketsTest {
    private static final int CLIENTS = 200;
    private static final int REPLIES_BYTES = 2 + 10;

    private final NioReactor reactor = new NioReactor();
    private final CountDownLatch closed = new CountDownLatch(CLIENTS);

    @AfterEach
    void closeReactor() {
        reactor.close();
    }

    /** Counts the listeners that have been closed. */
    private final class Counting implements SocksDialer {
        @Override
        public Deferred<List<InetAddress>> resolve(String name) {
            return Deferred.failed(new UnknownHostException(name));
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
            return reactor.connect(
                    new TcpAddress(addresses.get(0), destination.port()), ConnectOptions.DEFAULT, factory);
        }

        @Override
        public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
            return reactor.listen(at, ListenOptions.DEFAULT, factory).thenApply(Noted::new);
        }
    }

    /** Tells when it has been closed. */
    private final class Noted extends ForwardingListener {
        private Noted(Listener listener) {
            super(listener);
        }

        @Override
        public Deferred<Void> close() {
            return super.close().whenComplete((none, failure) -> closed.countDown());
        }
    }

    private static void bindAndLeave(int port, boolean reset) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(Bytes.hex("050100" + "05020001" + "7f000001" + "0000")
                            .toByteArray());
            assertEquals(REPLIES_BYTES, socket.getInputStream().readNBytes(REPLIES_BYTES).length);
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    @Test
    void noListeningSocketIsLeftOfClientsThatLeave() throws Exception {
        SocksServer server = new SocksServer(OPEN, new Counting());
        Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, server)
                .await();
        int port = ((TcpAddress) listener.address()).port();
        for (int i = 0; i < CLIENTS; i++) {
            bindAndLeave(port, i % 2 == 0);
        }
        assertTrue(closed.await(30, TimeUnit.SECONDS), () -> closed.getCount() + " listening sockets are left");
    }
}
