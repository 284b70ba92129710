package dev.sennit.readme;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.protocol.line.LineReceiver;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;

/** The README's client. */
final class AskingClient {
    private AskingClient() {}

    static Deferred<String> ask(EndpointContext Endpoints) {
        Deferred<String> reply = Endpoints.client("tcp:localhost:8007:timeout=5s")
                .connect(Asker::new)
                .thenCompose(asker -> asker.ask("hello"));
        return reply;
    }

    /** Sends one line, and answers with the line that comes back. */
    static final class Asker extends LineReceiver {
        private final Deferred.Source<String> answer = new Deferred.Source<>();

        Asker(Transport transport) {
            super(transport);
        }

        Deferred<String> ask(String question) {
            sendLine(question);
            return answer.deferred();
        }

        @Override
        protected void lineReceived(Bytes line) {
            answer.succeed(line.toUtf8());
            transport().close();
        }

        @Override
        public void connectionLost(CloseReason reason) {
            answer.fail(new IllegalStateException("no answer: " + reason)); // does nothing if one has come
        }
    }
}
