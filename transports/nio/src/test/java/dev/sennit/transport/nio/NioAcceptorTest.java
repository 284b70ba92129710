package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.Address;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.nio.socket.ListeningSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that cannot be let in, for a reason that nobody foresaw, is turned away; the door stays open. */
@Timeout(30)
class NioAcceptorTest {
    @Test
    void aPeerThatCannotBeLetInIsTurnedAwayAndTheNextIsServed() throws Exception {
        try (NioReactor reactor = new NioReactor();
                ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            TcpAddress address = TcpAddress.loopback(channel.socket().getLocalPort());
            Listener listener = reactor.listen(
                            ListeningSockets.of(address, List.of(channel), new FailsAtFirst()),
                            ListenOptions.DEFAULT,
                            Greeting::new)
                    .await(Duration.ofSeconds(10));

            assertEquals("turned away", answer(address), "welcome() failed");
            assertEquals("turned away", answer(address), "peer() failed");
            assertEquals("served", answer(address));
            listener.drain(Duration.ofSeconds(10)).await(Duration.ofSeconds(20));
        }
    }

    private static String answer(TcpAddress address) throws Exception {
        try (Socket peer = new Socket(address.ip(), address.port())) {
            peer.setSoTimeout(10_000);
            return peer.getInputStream().read() < 0 ? "turned away" : "served";
        }
    }

    private record Greeting(Transport transport) implements Protocol {
        @Override
        public void connectionMade() {
            transport.write(Bytes.ascii("!"));
            transport.close();
        }

        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    /** Connections of which the first two meet an error such as a class that cannot be loaded. */
    private static final class FailsAtFirst extends TestStream {
        private final AtomicInteger welcomed = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public boolean welcome(SocketChannel accepted) {
            if (welcomed.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("at the welcome");
            }
            return true;
        }

        @Override
        public Address peer(SocketChannel channel) throws IOException {
            if (asked.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("at the making");
            }
            return super.peer(channel);
        }
    }
}
