package dev.sennit.transport;

import java.util.function.Supplier;

/** A factory whose connections start with one more layer. */
record LayeredFactory<P extends Protocol>(ProtocolFactory<P> factory, Supplier<? extends Layer> layer)
        implements ProtocolFactory<P> {
    @Override
    public P protocolFor(Transport transport) {
        return factory.protocolFor(transport);
    }

    @Override
    public void prepare(Connection connection) {
        connection.push(layer.get());
        factory.prepare(connection);
    }

    @Override
    public void started() {
        factory.started();
    }

    @Override
    public void stopped() {
        factory.stopped();
    }
}
