package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;

/**
 * A kind of place that leads on to others, such as a proxy: what a {@code via=} names. Declared with
 * {@link dev.sennit.endpoint.schema.EndpointSchema#hop}.
 *
 * <p>A hop is itself reached as its own {@code via=} says, so that hops nest.
 */
public non-sealed interface HopType extends EndpointType {
    /**
     * The argument of a client or a hop that says how its host is reached. A type supports it by declaring it and by
     * connecting with {@link EndpointContext#reach}.
     */
    Argument<Arguments> VIA = Argument.optional(
            "via",
            ArgumentKind.endpoint(EndpointRole.HOP),
            "How to reach the host: a hop, as in [socks5:localhost:1080], or a client endpoint that leads there already.");

    /**
     * Makes what connects to a target through one hop: called once for each endpoint that the hop is part of, when that is
     * made, so without I/O:
     *
     * <pre>{@code
     * ClientEndpoint proxy = context.reach(new HostPort(host, port), arguments.find(VIA));
     * return request -> proxy.connect(request.through(new HandshakeOfMine(target, request.handshakeTimeout())));
     * }</pre>
     *
     * <p>Each of its requests has a {@link ConnectRequest#deadline}. A failure to reach the hop becomes one that says so:
     * "cannot connect to TARGET via HOP: …".
     *
     * @param target where to lead; the hop does not look a name up unless it cannot do without
     * @param arguments as declared, read and checked
     * @param context the reactor and what else an endpoint needs
     */
    Connector connector(HostPort target, Arguments arguments, EndpointContext context);
}
