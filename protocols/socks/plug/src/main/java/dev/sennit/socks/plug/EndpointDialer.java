package dev.sennit.socks.plug;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Resolver;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.server.SocksDialer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A proxy's way out by the {@code tcp} client endpoint, which races a destination's addresses.
 *
 * @param names looks up what clients ask for
 */
record EndpointDialer(EndpointContext context, Resolver names) implements SocksDialer {
    /** Makes one that looks names up on threads of its own, at most so many. */
    static EndpointDialer of(EndpointContext context, int lookups) {
        return new EndpointDialer(context, context.resolver().on(new LookupThreads(lookups)));
    }

    @Override
    public Deferred<List<InetAddress>> resolve(String name) {
        return names.resolve(name);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
        // Not looked up again: only these were allowed.
        EndpointContext allowed = context.withResolver(name -> Deferred.of(addresses));
        HostPort target = new HostPort(destination.host(), destination.port());
        return allowed.reach(target, Optional.empty()).connect(factory);
    }

    @Override
    public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
        return context.reactor().listen(at, ListenOptions.DEFAULT, factory);
    }
}
