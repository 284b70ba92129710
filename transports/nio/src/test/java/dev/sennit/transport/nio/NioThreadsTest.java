package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A loop's thread ends when nothing is open, however the last connection came to its end. */
class NioThreadsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    static final class Waiter implements Protocol {
        final Transport transport;
        final Deferred.Source<Thread> lost = new Deferred.Source<>();

        Waiter(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.write(Bytes.utf8("x"));
        }

        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(Thread.currentThread());
        }
    }

    record Resetter(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.abort();
        }
    }

    @Test
    void endsAfterThePeerResetTheLastConnection() throws InterruptedException {
        try (NioReactor server = new NioReactor(NioSettings.DEFAULT.withLoops(1));
                NioReactor client = new NioReactor(NioSettings.DEFAULT.withLoops(1))) {
            Listener listener = server.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Resetter::new)
                    .await(DEADLINE);
            Waiter waiter = client.connect(listener.address(), ConnectOptions.DEFAULT, Waiter::new)
                    .await(DEADLINE);
            Thread loop = waiter.lost.deferred().await(DEADLINE);
            loop.join(DEADLINE.toMillis());
            assertFalse(loop.isAlive(), loop + " waits for nothing");
        }
    }
}
