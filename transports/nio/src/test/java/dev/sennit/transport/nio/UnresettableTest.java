package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A system may refuse to reset a connection, as macOS does once the peer has; it is closed all the same. */
@Timeout(30)
class UnresettableTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Deferred.Source<CloseReason> lost = new Deferred.Source<>();

    @Test
    void anAbortedConnectionThatCannotBeResetIsClosed() throws Exception {
        try (NioReactor reactor =
                new NioReactor(NioSettings.DEFAULT.withLoops(1), new TestSockets(Unresettable::new))) {
            Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Aborting::new)
                    .await(LIMIT);
            TcpAddress address = (TcpAddress) listener.address();
            try (Socket peer = new Socket(address.ip(), address.port())) {
                peer.setSoTimeout(10_000);
                assertEquals(-1, peer.getInputStream().read(), "the connection stays open");
            }
            assertInstanceOf(CloseReason.Aborted.class, lost.deferred().await(LIMIT));
            listener.close().await(LIMIT);
            Thread loop = ((NioLoop) reactor.nextLoop()).thread();
            if (loop != null) {
                loop.join(LIMIT.toMillis());
                assertFalse(loop.isAlive(), "the loop's thread still runs");
            }
        }
    }

    private final class Aborting implements Protocol {
        private final Transport transport;

        Aborting(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.abort();
        }

        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    private static final class Unresettable extends TestStream {
        Unresettable(SocketChannel channel) throws IOException {
            super(channel);
        }

        @Override
        public void resetOnClose() throws IOException {
            throw new SocketException("Invalid argument");
        }
    }
}
