package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleIT {
    record HelloClient(Transport transport, Deferred.Source<String> answer) implements Protocol {
        HelloClient(Transport transport) {
            this(transport, new Deferred.Source<>(transport.loop()));
        }

        @Override
        public void connectionMade() {
            transport.write(Bytes.copyOf("hello".getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            answer.succeed(StandardCharsets.US_ASCII.decode(data).toString());
            transport.close();
        }
    }

    @Test
    void aServerInPythonAnswers(@NeedsPeer("twisted") Peer twisted) throws InterruptedException {
        HelloClient client =
                Endpoints.client(twisted.endpoint()).connect(HelloClient::new).await();
        assertEquals("hello", client.answer().deferred().await(Duration.ofSeconds(10)));
    }

    @Test
    @NeedsPeer("haproxy")
    void aServerOfOursAnswersThroughAProxy(Peers peers) throws InterruptedException {
        try (TestServer echo = TestServer.answering(peers, text -> text)) {
            Peer haproxy = peers.start("haproxy", Map.of("BACKEND", peers.testHost() + ":" + echo.port()));
            HelloClient client = Endpoints.client(haproxy.endpoint())
                    .connect(HelloClient::new)
                    .await();
            assertEquals("hello", client.answer().deferred().await(Duration.ofSeconds(10)));
        }
    }
}
