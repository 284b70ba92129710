package dev.sennit.transport.contract;

import dev.sennit.transport.Connection;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts the hooks of a factory, and does in them what a test says. */
final class HookedFactory implements ProtocolFactory<Probe> {
    private final ProtocolFactory<Probe> factory;
    private final Consumer<Connection> preparation;
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger stopped = new AtomicInteger();
    volatile Runnable onStart = () -> {};
    volatile Deferred<Void> starting = Deferred.done();
    volatile Deferred<Void> stopping = Deferred.done();

    HookedFactory(ProtocolFactory<Probe> factory) {
        this(factory, connection -> {});
    }

    /** Makes one that does something with each connection before the layers of the factory are pushed. */
    HookedFactory(ProtocolFactory<Probe> factory, Consumer<Connection> preparation) {
        this.factory = factory;
        this.preparation = preparation;
    }

    @Override
    public void prepare(Connection connection) {
        preparation.accept(connection);
        factory.prepare(connection);
    }

    @Override
    public Probe protocolFor(Transport transport) {
        return factory.protocolFor(transport);
    }

    @Override
    public Deferred<Void> start() {
        onStart.run();
        started.incrementAndGet();
        return starting;
    }

    @Override
    public Deferred<Void> stop() {
        stopped.incrementAndGet();
        return stopping;
    }
}
