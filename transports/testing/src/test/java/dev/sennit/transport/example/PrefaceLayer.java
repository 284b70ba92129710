package dev.sennit.transport.example;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.PeerViolationException;
import dev.sennit.transport.spi.HandshakeLayer;
import dev.sennit.transport.spi.HandshakeTimeout;
import java.nio.ByteBuffer;

/**
 * Both ends first send a line with the name of what they speak, such as {@code chat/2}. A peer that sends another name is
 * refused before a protocol hears of it.
 */
final class PrefaceLayer extends HandshakeLayer {
    private static final int LIMIT_BYTES = 64;

    private final Bytes preface;
    private final ByteQueue received = new ByteQueue();

    PrefaceLayer(String name) {
        super(HandshakeTimeout.DEFAULT);
        this.preface = Bytes.ascii(name + "\n");
    }

    @Override
    protected void begin() {
        below().write(preface);
    }

    @Override
    protected void received(ByteBuffer data) {
        received.add(data);
        int end = received.indexOf((byte) '\n', 0);
        if (end > LIMIT_BYTES || (end < 0 && received.length() > LIMIT_BYTES)) {
            fail(new LimitExceededException("name in bytes", LIMIT_BYTES));
        } else if (end >= 0) {
            Bytes theirs = received.take(end + 1);
            if (theirs.equals(preface)) {
                finish(received.takeAll());
            } else {
                fail(new PeerViolationException(
                        "the peer sent " + theirs + ", wanted " + preface, "the preface of this protocol"));
            }
        } else {
            holds(0, received.length());
        }
    }
}
