package dev.sennit.integration.support;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;

/** Says all that it has to say and ends its output, and hears the other end out, who may answer meanwhile or after. */
public final class Exchange implements Protocol {
    private final Transport transport;
    private final ByteQueue received = new ByteQueue();
    private final Deferred.Source<Bytes> answer;

    /** Makes one end of the exchange. */
    public Exchange(Transport transport) {
        this.transport = transport;
        this.answer = new Deferred.Source<>(transport.loop());
    }

    /** Returns what it writes to. */
    public Transport transport() {
        return transport;
    }

    /** Sends this and no more; the answer is all that came when the other end said no more either. */
    public Deferred<Bytes> say(Bytes bytes) {
        transport.write(bytes);
        transport.endOutput();
        return answer.deferred();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        received.add(data);
    }

    @Override
    public boolean writePaused() {
        // An echo that nobody hears does not listen.
        return true;
    }

    @Override
    public boolean inputEnded() {
        answer.succeed(received.takeAll());
        return false;
    }

    @Override
    public void connectionLost(CloseReason reason) {
        answer.fail(new IllegalStateException("the connection ended first: " + reason));
    }
}
