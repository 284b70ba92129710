package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;

/**
 * A reactor that opens datagram sockets too.
 *
 * <p>The rules, each pinned by a contract test of the same number; they begin in {@link DatagramProtocol}:
 *
 * <ol>
 *   <li>D18: {@code bind} never throws for a reason of the network: the answer fails with a {@link
 *       dev.sennit.transport.error.ListenFailedException}, or a {@link dev.sennit.transport.error.ConnectFailedException} where it is the
 *       peer that cannot be had.
 *   <li>D19: {@code bind} answers with the protocol after its {@code opened} has run.
 *   <li>D20: Cancelling {@code bind} closes the socket; nothing stays open.
 *   <li>D21: A factory or an {@code opened} that throws fails {@code bind} with that, and nothing leaks.
 *   <li>D22: {@code shutdown} ends every socket, and each hears {@code closed} first.
 * </ol>
 */
public interface DatagramReactor extends Reactor {
    /**
     * Opens a datagram socket. Called on a loop of this reactor's, it lives there.
     *
     * @param local where to receive: a {@link UdpAddress}, of which port 0 and the wildcard become
     *     real as far as the system says; a {@link UnixAddress}, of which {@code @} alone is a free
     *     abstract name, and {@code UNNAMED} is for one that only sends, since it cannot be answered
     * @return the factory's protocol, after its {@code opened}; cancel to give up
     */
    <P extends DatagramProtocol> Deferred<P> bind(
            Address local, DatagramOptions options, DatagramProtocolFactory<P> factory);
}
