package dev.sennit.integration.tls;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The protocol of our servers: replies to a line with the line reversed, to a request of HTTP with a page, and closes. */
public final class LineServer implements Protocol {
    /** What a client gets that sends {@link LineClient#LINE}, or a request of HTTP. */
    public static final String REPLY = "olleh";

    private static final String PAGE = "HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\n" + REPLY + "\n";

    private final Transport transport;
    private final StringBuilder received = new StringBuilder();

    /** Makes a server on a connection. */
    public LineServer(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        received.append(StandardCharsets.ISO_8859_1.decode(data));
        String text = received.toString();
        boolean isHttp = text.startsWith("GET ");
        if (isHttp ? text.contains("\r\n\r\n") : text.contains("\n")) {
            String line = text.stripTrailing();
            String ending = text.substring(line.length());
            reply(isHttp ? PAGE : new StringBuilder(line).reverse() + ending);
        }
    }

    @Override
    public boolean inputEnded() {
        return false;
    }

    private void reply(String text) {
        received.setLength(0);
        transport.write(StandardCharsets.ISO_8859_1.encode(text));
        transport.close();
    }
}
