package dev.sennit.peers;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A server in this JVM that answers whatever comes, for peers to call. */
record TestServer(Listener listener, String host) implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(20);

    static TestServer answering(Peers peers, UnaryOperator<String> answer) throws InterruptedException {
        Listener listener = Endpoints.server("tcp:0:interface=" + peers.testInterface())
                .listen(transport -> new Answer(transport, answer))
                .await(SOON);
        return new TestServer(listener, peers.testHost());
    }

    int port() {
        return ((TcpAddress) listener.address()).port();
    }

    /** Where a peer finds it. */
    String backend() {
        return host + ":" + port();
    }

    @Override
    public void close() {
        var unused = listener.close();
    }

    private record Answer(Transport transport, UnaryOperator<String> answer) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            String text = StandardCharsets.ISO_8859_1.decode(data).toString();
            transport.write(Bytes.copyOf(answer.apply(text).getBytes(StandardCharsets.ISO_8859_1)));
        }
    }
}
