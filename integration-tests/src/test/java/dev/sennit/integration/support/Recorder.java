package dev.sennit.integration.support;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A protocol that keeps what it is told. It stays open when the peer ends its output. */
public final class Recorder implements Protocol {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Transport transport;
    private final ByteQueue received = new ByteQueue();
    private final Deferred.Source<Bytes> input = new Deferred.Source<>();
    private final Deferred.Source<CloseReason> lost = new Deferred.Source<>();
    private final AtomicInteger timesLost = new AtomicInteger();

    /** Makes a recorder on a connection. */
    public Recorder(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        received.add(data);
    }

    @Override
    public boolean inputEnded() {
        input.succeed(received.takeAll());
        return true;
    }

    @Override
    public void connectionLost(CloseReason reason) {
        timesLost.incrementAndGet();
        lost.succeed(reason);
    }

    /** Returns what it may write to. */
    public Transport transport() {
        return transport;
    }

    /** Waits for the peer's end of output, and returns all that it sent. */
    public Bytes input() throws InterruptedException {
        return input.deferred().await(LIMIT);
    }

    /** Waits for the end. */
    public CloseReason lost() throws InterruptedException {
        return lost.deferred().await(LIMIT);
    }

    /** How often the end was told so far. */
    public int timesLost() {
        return timesLost.get();
    }
}
