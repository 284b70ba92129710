package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;

/**
 * A factory that passes every call on to another one. Who wraps a factory extends it, and overrides what differs.
 *
 * @param <P> the protocol it makes
 */
public abstract class ForwardingFactory<P extends Protocol> implements ProtocolFactory<P> {
    private final ProtocolFactory<P> factory;

    /** Makes one that passes calls on to {@code factory}. */
    protected ForwardingFactory(ProtocolFactory<P> factory) {
        this.factory = factory;
    }

    @Override
    public P protocolFor(Transport transport) {
        return factory.protocolFor(transport);
    }

    @Override
    public void prepare(Connection connection) {
        factory.prepare(connection);
    }

    @Override
    public Deferred<Void> start() {
        return factory.start();
    }

    @Override
    public Deferred<Void> stop() {
        return factory.stop();
    }
}
