package dev.sennit.endpoint;

import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * One {@code connect} that keeps E7 whatever its type does: the connection that opens while a cancel is on its way to it
 * is ended, since nobody would.
 */
final class CancellableConnect<P extends Protocol> implements ProtocolFactory<P> {
    private final ProtocolFactory<P> factory;
    private volatile @Nullable Transport opened;

    CancellableConnect(ProtocolFactory<P> factory) {
        this.factory = factory;
    }

    Deferred<P> by(ClientConnector connector) {
        return connector.connect(this).releasing(unwanted -> end());
    }

    @Override
    public void prepare(Connection connection) {
        factory.prepare(connection);
    }

    @Override
    public P protocolFor(Transport transport) {
        opened = transport;
        return factory.protocolFor(transport);
    }

    private void end() {
        Transport unwanted = opened;
        if (unwanted != null) {
            unwanted.abort();
        }
    }
}
