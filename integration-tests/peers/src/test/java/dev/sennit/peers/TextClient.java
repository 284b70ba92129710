package dev.sennit.peers;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of Sennit that sends text in Latin-1, and waits for text. */
final class TextClient implements Protocol {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Transport transport;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    private TextClient(Transport transport) {
        this.transport = transport;
    }

    static TextClient connect(String endpoint) throws InterruptedException {
        return Endpoints.client(endpoint).connect(TextClient::new).await(SOON);
    }

    TextClient send(String text) {
        transport.write(Bytes.copyOf(text.getBytes(StandardCharsets.ISO_8859_1)));
        return this;
    }

    /** Waits until the peer has sent this, and discards all up to there. */
    synchronized TextClient expect(String text) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        int at = soFar().indexOf(text);
        while (at < 0) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || leftMillis <= 0) {
                throw new AssertionError(
                        "received '" + soFar() + "'" + (ended ? " and then the end" : "") + ", wanted '" + text + "'");
            }
            wait(leftMillis);
            at = soFar().indexOf(text);
        }
        String rest = soFar().substring(at + text.length());
        received.reset();
        received.writeBytes(rest.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Waits until the peer has closed. */
    synchronized void expectEnd() throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!ended) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new AssertionError("the connection did not end within " + SOON);
            }
            wait(leftMillis);
        }
    }

    void close() {
        transport.close();
    }

    @Override
    public synchronized void dataReceived(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        received.writeBytes(bytes);
        notifyAll();
    }

    @Override
    public synchronized void connectionLost(CloseReason reason) {
        ended = true;
        notifyAll();
    }

    private String soFar() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }
}
