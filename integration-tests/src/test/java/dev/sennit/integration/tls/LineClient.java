package dev.sennit.integration.tls;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The protocol of our clients: sends a line, waits for a line, and closes. */
public final class LineClient implements Protocol {
    /** The line that it sends unless it is told another. */
    public static final String LINE = "hello";

    private final Transport transport;
    private final String line;
    private final Deferred.Source<String> reply;
    private final StringBuilder received = new StringBuilder();

    /** Sends {@link #LINE}. */
    public LineClient(Transport transport, Deferred.Source<String> reply) {
        this(transport, LINE, reply);
    }

    /**
     * Sends a line.
     *
     * @param reply gets the line that comes back; if the connection ends first, the part of it that came
     */
    public LineClient(Transport transport, String line, Deferred.Source<String> reply) {
        this.transport = transport;
        this.line = line;
        this.reply = reply;
    }

    @Override
    public void connectionMade() {
        transport.write(StandardCharsets.US_ASCII.encode(line + "\r\n"));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        received.append(StandardCharsets.US_ASCII.decode(data));
        if (received.indexOf("\n") >= 0) {
            reply.succeed(received.toString().strip());
            transport.close();
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        reply.succeed(received.toString());
    }
}
