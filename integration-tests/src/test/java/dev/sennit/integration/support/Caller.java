package dev.sennit.integration.support;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;

/** Calls across an echo, one call at a time, from any thread. */
public final class Caller implements Protocol {
    private final Transport transport;
    private final ByteQueue received = new ByteQueue();
    private final Deferred.Source<CloseReason> lost;
    private Deferred.Source<Bytes> answer;
    private int wanted;

    /** Makes a caller on a connection. */
    public Caller(Transport transport) {
        this.transport = transport;
        this.lost = new Deferred.Source<>(transport.loop());
        this.answer = new Deferred.Source<>(transport.loop());
    }

    /** Sends bytes; answers as many of those that come back. */
    public Deferred<Bytes> call(Bytes bytes) {
        Deferred.Source<Bytes> next = new Deferred.Source<>(transport.loop());
        transport.loop().execute(() -> {
            answer = next;
            wanted = bytes.length();
            transport.write(bytes);
        });
        return next.deferred();
    }

    /** Closes; answers the end. */
    public Deferred<CloseReason> close() {
        transport.close();
        return lost.deferred();
    }

    /** Resets the connection; answers the end. */
    public Deferred<CloseReason> abort() {
        transport.abort();
        return lost.deferred();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        received.add(data);
        if (wanted > 0 && received.length() >= wanted) {
            Bytes all = received.take(wanted);
            wanted = 0;
            answer.succeed(all);
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        answer.fail(new IllegalStateException("the connection ended first: " + reason));
        lost.succeed(reason);
    }
}
