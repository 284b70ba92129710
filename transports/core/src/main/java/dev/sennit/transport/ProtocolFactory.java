package dev.sennit.transport;

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
     * is open, before anything else.
     */
    default void prepare(Connection connection) {}

    /** The first listener of those that share this factory is about to open. An exception keeps it closed. */
    default void started() {}

    /** The last listener that shared this factory has closed, and every connection it accepted has ended. */
    default void stopped() {}

    /**
     * Returns this factory with a layer under its protocols, above the layers already asked for by whoever calls.
     *
     * @param layer makes one layer for each connection
     */
    default ProtocolFactory<P> through(Supplier<? extends Layer> layer) {
        return new LayeredFactory<>(this, layer);
    }
}
