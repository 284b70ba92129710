package dev.sennit.transport;

import java.nio.ByteBuffer;

/**
 * What a {@link ProtocolFactory} returns to turn a connection away: it is closed without a callback having been made.
 * To say something to the peer first, return a protocol that says it and closes.
 *
 * @param why for logs and for the failure of a {@code connect}
 */
public record Refusal(String why) implements Protocol {
    /** Drops the bytes. A refused connection delivers none. */
    @Override
    public void dataReceived(ByteBuffer data) {}
}
