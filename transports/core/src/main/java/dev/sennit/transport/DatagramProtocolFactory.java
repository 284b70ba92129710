package dev.sennit.transport;

/**
 * Makes the protocol of a datagram socket; most often a constructor reference such as {@code Echo::new}.
 *
 * @param <P> the protocol it makes
 */
@FunctionalInterface
public interface DatagramProtocolFactory<P extends DatagramProtocol> {
    /**
     * Makes the protocol, on the socket's loop, before {@link DatagramProtocol#opened}. An exception closes the socket, and
     * is what {@link Reactor#bind} fails with.
     *
     * @param transport the socket's own end, good for its whole life
     */
    P protocolFor(DatagramTransport transport);
}
