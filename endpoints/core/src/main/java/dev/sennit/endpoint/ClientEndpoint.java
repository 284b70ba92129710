package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/**
 * A place to connect to; opens nothing until asked, and may be asked any number of times. The rules, each pinned by a
 * contract test of the same number:
 *
 * <ol>
 *   <li>E5: {@code connect} never throws for a reason of the network; the answer fails instead. Whatever fails before the
 *       factory has made the protocol is a {@link dev.sennit.transport.error.ConnectFailedException} with the host, the port, the hop
 *       and the phase, if it has them; its cause is the failure as the system, the TLS engine or the peer reported it.
 *   <li>E6: The answer is the factory's own protocol, after its {@code connectionMade} has run.
 *   <li>E7: Cancelling the answer stops the attempt at whatever stage it is, through every hop; nothing stays open.
 *   <li>E8: A factory that throws or refuses fails the answer with that, and nothing leaks.
 *   <li>E9: {@code describe} gives a description whose string reads back as an equal one.
 * </ol>
 *
 * <p>What connections share, such as TLS sessions and files that were read, an endpoint keeps as long as it lives, and so do
 * the endpoints that are arguments of it.
 */
public interface ClientEndpoint {
    /**
     * Opens a connection.
     *
     * @param factory makes the protocol
     * @return the protocol; fails with a {@link dev.sennit.transport.error.ConnectFailedException} if there can be no connection, and
     *     with what the factory or {@code connectionMade} throws
     */
    <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory);

    /**
     * Opens a connection for the endpoint that this one is a part of; for endpoint types. The time is that of the request,
     * unless this endpoint has less.
     *
     * @param request as the connector of the outer endpoint was given it, with a layer more where it adds one
     * @return the protocol that the request's factory has made; fails with what the outer endpoint reports
     */
    default Deferred<Protocol> connect(ConnectRequest request) {
        return connect(request.factory()).thenApply(protocol -> protocol);
    }

    /** The endpoint in its normal form; its {@code toString} hides secrets. */
    EndpointDescription describe();
}
