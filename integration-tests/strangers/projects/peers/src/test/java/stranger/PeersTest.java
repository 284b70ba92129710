package stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeersTest {
    @Test
    void aServerInPythonAnswers(@NeedsPeer("twisted") Peer twisted) throws InterruptedException {
        HelloClient client = Endpoints.client(twisted.endpoint()).connect(HelloClient::new).await();
        assertEquals("hello", client.answer.deferred().await(Duration.ofSeconds(10)));
    }

    private static final class HelloClient implements Protocol {
        private final Transport transport;
        private final Deferred.Source<String> answer = new Deferred.Source<>();

        HelloClient(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.write(Bytes.ascii("hello"));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            answer.succeed(Bytes.copyOf(data).toUtf8());
            transport.close();
        }
    }
}
