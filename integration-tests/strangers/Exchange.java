package stranger;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/** One line there and back, over a server string and the client string that leads to it. */
final class Exchange {
    private static final String LINE = "hello from a stranger\n";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Exchange() {}

    static void over(String server, Function<Listener, String> client) throws InterruptedException {
        Listener listener = Endpoints.server(server).listen(Echo::new).await(LIMIT);
        String text = client.apply(listener);
        Caller caller = Endpoints.client(text).connect(Caller::new).await(LIMIT);
        String answer = caller.answer.deferred().await(LIMIT);
        if (!answer.equals(LINE)) {
            throw new IllegalStateException("over " + server + " came back: " + answer);
        }
        listener.close();
        System.out.println("ok " + server);
    }

    private record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    private static final class Caller implements Protocol {
        private final Transport transport;
        private final ByteQueue received = new ByteQueue();
        private final Deferred.Source<String> answer = new Deferred.Source<>();

        Caller(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.write(StandardCharsets.UTF_8.encode(LINE));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received.add(data);
            if (received.length() >= LINE.length()) {
                answer.succeed(received.takeAll().toUtf8());
                transport.close();
            }
        }
    }
}
