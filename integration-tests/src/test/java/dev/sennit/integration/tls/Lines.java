package dev.sennit.integration.tls;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Our clients' protocol: says a line, hears one, closes. */
final class Lines implements Protocol {
    private final Transport transport;
    private final String line;
    private final Deferred.Source<String> answer;
    private final StringBuilder heard = new StringBuilder();

    Lines(Transport transport, Deferred.Source<String> answer) {
        this(transport, "ahoy", answer);
    }

    Lines(Transport transport, String line, Deferred.Source<String> answer) {
        this.transport = transport;
        this.line = line;
        this.answer = answer;
    }

    @Override
    public void connectionMade() {
        transport.write(StandardCharsets.US_ASCII.encode(line + "\r\n"));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        heard.append(StandardCharsets.US_ASCII.decode(data));
        if (heard.indexOf("\n") >= 0) {
            answer.succeed(heard.toString().strip());
            transport.close();
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        answer.succeed("heard '" + heard + "'");
    }
}
