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

/** A conversation in Latin-1 with a peer, over Sennit. */
final class Talk implements Protocol {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Transport transport;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean ended;

    private Talk(Transport transport) {
        this.transport = transport;
    }

    static Talk with(String endpoint) throws InterruptedException {
        return Endpoints.client(endpoint).connect(Talk::new).await(SOON);
    }

    Talk say(String text) {
        transport.write(Bytes.copyOf(text.getBytes(StandardCharsets.ISO_8859_1)));
        return this;
    }

    /** Waits for the other end to say this, and forgets all up to there. */
    synchronized Talk hear(String text) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        int at = soFar().indexOf(text);
        while (at < 0) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || leftMillis <= 0) {
                throw new AssertionError(
                        "heard '" + soFar() + "'" + (ended ? " and then the end" : "") + ", wanted '" + text + "'");
            }
            wait(leftMillis);
            at = soFar().indexOf(text);
        }
        String rest = soFar().substring(at + text.length());
        heard.reset();
        heard.writeBytes(rest.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Waits for the other end to close. */
    synchronized void hearTheEnd() throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!ended) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new AssertionError("the connection did not end within " + SOON);
            }
            wait(leftMillis);
        }
    }

    void bye() {
        transport.close();
    }

    @Override
    public synchronized void dataReceived(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        heard.writeBytes(bytes);
        notifyAll();
    }

    @Override
    public synchronized void connectionLost(CloseReason reason) {
        ended = true;
        notifyAll();
    }

    private String soFar() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }
}
