package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;
import java.util.function.Supplier;

/**
 * Makes the protocol of each new connection; most often a constructor reference such as {@code Echo::new}. State that
 * connections share lives in whatever the lambda closes over.
 *
 * @param <P> the protocol it makes
 */
@FunctionalInterface
public interface ProtocolFactory<P extends Protocol> {
    /**
     * Makes the protocol for one connection, on that connection's loop, after every layer has finished its handshake:
     * {@link Transport#peer()} and features such as the negotiated protocol are known.
     *
     * <p>To turn the connection away, return a {@link Refusal}. An exception does the same with a reset, and is logged.
     *
     * @param transport the connection's own end, good for its whole life
     */
    P protocolFor(Transport transport);

    /**
     * Pushes the layers that connections of this factory start with. Called on the loop as soon as the bytes' carrier
     * is open, before any handshake and before anything else.
     *
     * <p>This is where connections are limited, since peers that never finish a handshake count here as well. A factory that
     * does not want the connection calls {@link Connection#abort()} or {@link Connection#abort(Throwable)}: the peer's end is
     * reset, no handshake begins, {@link #protocolFor} is not called, and nothing is logged above debug level. On the
     * connecting side the connect fails with the cause, or without one with a
     * {@link dev.sennit.transport.error.ConnectFailedException} of the kind {@code ENDED_EARLY}. Layers pushed afterwards never hear
     * {@code connectionMade}. The factory learns of the end of a connection that it lets in by the {@code connectionLost} of
     * a layer that it pushes here, whether or not there was a protocol by then:
     *
     * <pre>{@code
     * public void prepare(Connection connection) {
     *     if (held.get() >= limit) {
     *         connection.abort(new LimitExceededException("connections", limit));
     *         return;
     *     }
     *     held.incrementAndGet();
     *     connection.push(new Layer() {
     *         public void connectionLost(CloseReason reason) {
     *             held.decrementAndGet();
     *             super.connectionLost(reason);
     *         }
     *     });
     *     factory.prepare(connection);
     * }
     * }</pre>
     */
    default void prepare(Connection connection) {}

    /**
     * Gets ready what the connections share. Called before the first listener of those that share this factory opens; the
     * listener accepts connections once the answer is there. An exception, thrown or as the answer, keeps the listener closed:
     * {@code listen} fails with a {@link dev.sennit.transport.error.ListenFailedException} of the kind {@code FACTORY}. Who
     * cancels {@code listen} cancels the answer; a factory whose start failed or was cancelled is not stopped.
     */
    default Deferred<Void> start() {
        return Deferred.done();
    }

    /**
     * Releases what {@link #start} got ready. Called when the last listener that shared this factory has closed and every
     * connection that it accepted has ended, on the thread on which that happened. A drain ends after the answer is there; an
     * exception, thrown or as the answer, is logged.
     */
    default Deferred<Void> stop() {
        return Deferred.done();
    }

    /**
     * Returns this factory with a layer under its protocols, above the layers already asked for by whoever calls.
     *
     * @param layer makes one layer for each connection
     */
    default ProtocolFactory<P> through(Supplier<? extends Layer> layer) {
        return new ForwardingFactory<>(this) {
            @Override
            public void prepare(Connection connection) {
                connection.push(layer.get());
                super.prepare(connection);
            }
        };
    }
}
