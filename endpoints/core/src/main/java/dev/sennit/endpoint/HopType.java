package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/**
 * A kind of place that leads on to others, such as a proxy: what a {@code via=} names. Declared with
 * {@link dev.sennit.endpoint.schema.EndpointSchema#hop}.
 *
 * <p>A hop is itself reached by a {@link Way}, so that hops nest:
 *
 * <pre>{@code
 * return context.way(arguments.find(Way.VIA)).within(leg.limit()).connect(proxy, factory.through(handshake));
 * }</pre>
 */
public non-sealed interface HopType extends EndpointType {
    /**
     * Opens a connection to the leg's target. What this throws becomes the failure of the answer.
     *
     * <p>The answer keeps the rules E5 to E8 of {@link ClientEndpoint}. A failure names the target and says at which hop it
     * came about: "cannot connect to TARGET via HOP: …".
     *
     * @param leg where to lead, and how long that may take
     * @param arguments as declared, read and checked
     * @param context the reactor and what else an endpoint needs
     */
    <P extends Protocol> Deferred<P> connect(
            Leg leg, Arguments arguments, EndpointContext context, ProtocolFactory<P> factory);
}
