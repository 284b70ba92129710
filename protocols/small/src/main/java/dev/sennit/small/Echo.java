package dev.sennit.small;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import java.nio.ByteBuffer;

/**
 * Sends back whatever arrives (RFC 862). Its factory is {@code Echo::new}.
 *
 * <p>A peer that does not read what comes back is not read from either, once the write marks are reached.
 */
public record Echo(Transport transport) implements Protocol {
    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }
}
