package dev.sennit.endpoint.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TcpEndpointsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    static final class Asker implements Protocol {
        final Transport transport;
        final Deferred.Source<Bytes> answer = new Deferred.Source<>();
        private final ByteQueue got = new ByteQueue();

        Asker(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.write(Bytes.ascii("hello"));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            got.add(data);
            if (got.length() == 5) {
                answer.succeed(got.takeAll());
                transport.close();
            }
        }
    }

    @Test
    void namesAndLiteralsOfBothVersionsReachADualStackListener() throws InterruptedException {
        Listener listener = Endpoints.server("tcp:0").listen(Echo::new).await(SOON);
        int port = ((TcpAddress) listener.address()).port();
        for (String target : new String[] {"tcp:127.0.0.1:", "tcp:[::1]:", "tcp:localhost:"}) {
            Asker asker = Endpoints.client(target + port).connect(Asker::new).await(SOON);
            assertEquals(Bytes.ascii("hello"), asker.answer.deferred().await(SOON), target);
        }
        listener.close().await(SOON);
        ConnectFailedException refused =
                assertThrows(ConnectFailedException.class, () -> Endpoints.client("tcp:127.0.0.1:" + port)
                        .connect(Asker::new)
                        .await(SOON));
        assertEquals(
                "cannot connect to 127.0.0.1:" + port + ": connection refused; nothing listens there",
                refused.getMessage());
    }
}
