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
        Hail hail = Endpoints.client(twisted.endpoint()).connect(Hail::new).await();
        assertEquals("ahoy", hail.answer.deferred().await(Duration.ofSeconds(10)));
    }

    private static final class Hail implements Protocol {
        private final Transport transport;
        private final Deferred.Source<String> answer = new Deferred.Source<>();

        Hail(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.write(Bytes.ascii("ahoy"));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            answer.succeed(Bytes.copyOf(data).toUtf8());
            transport.close();
        }
    }
}
