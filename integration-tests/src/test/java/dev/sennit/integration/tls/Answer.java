package dev.sennit.integration.tls;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Our servers' protocol: answers a line with the same line reversed, or a request of HTTP with a page, and closes.
 */
final class Answer implements Protocol {
    private static final String PAGE = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nyoha\n";

    private final Transport transport;
    private final StringBuilder heard = new StringBuilder();

    Answer(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        heard.append(StandardCharsets.ISO_8859_1.decode(data));
        String text = heard.toString();
        boolean http = text.startsWith("GET ");
        if (http ? text.contains("\r\n\r\n") : text.contains("\n")) {
            String line = text.stripTrailing();
            String ending = text.substring(line.length());
            answer(http ? PAGE : new StringBuilder(line).reverse() + ending);
        }
    }

    @Override
    public boolean inputEnded() {
        return false;
    }

    private void answer(String text) {
        heard.setLength(0);
        transport.write(StandardCharsets.ISO_8859_1.encode(text));
        transport.close();
    }
}
