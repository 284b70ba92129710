package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.StreamCarrier.Ends;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that cannot be let in, for a reason that nobody foresaw, is turned away; the door stays open. */
@Timeout(30)
class NioAcceptorTest {
    @Test
    void aPeerThatCannotBeLetInIsTurnedAwayAndTheNextIsServed() throws Exception {
        FailsAtFirst failing = new FailsAtFirst();
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT, new TestSockets(failing))) {
            Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Greeting::new)
                    .await(Duration.ofSeconds(10));
            TcpAddress address = (TcpAddress) listener.address();

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

    /** Makes connections of which the first two meet an error such as a class that cannot be loaded. */
    private static final class FailsAtFirst implements JdkListener.Accepting {
        private final AtomicInteger welcomed = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public StreamChannel stream(SocketChannel accepted) throws IOException {
            return new TestStream(accepted) {
                @Override
                public boolean welcome() {
                    if (welcomed.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("at the welcome");
                    }
                    return true;
                }

                @Override
                public Ends ends() throws IOException {
                    if (asked.incrementAndGet() == 1) {
                        throw new NoClassDefFoundError("at the making");
                    }
                    return super.ends();
                }
            };
        }
    }
}
