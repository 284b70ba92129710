package dev.sennit.benchmarks.echo;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import java.nio.ByteBuffer;

/** Sends back what arrives. */
public final class Echo implements Protocol {
    private final Transport transport;

    /** Makes the protocol of one connection. */
    public Echo(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.write(data);
    }
}
