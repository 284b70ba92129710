package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** {@code tcp6:PORT}: IPv6 only. The order of its arguments is that of Twisted's type of the same name. */
public final class Tcp6Server implements ServerEndpointType {
    private static final EndpointSchema SCHEMA = EndpointSchema.server("tcp6", "Listens on a TCP port, for IPv6 only.")
            .arguments(
                    TcpArguments.LISTEN_PORT,
                    TcpArguments.BACKLOG,
                    TcpArguments.INTERFACE,
                    TcpArguments.REUSE_PORT,
                    TcpArguments.NO_DELAY,
                    TcpArguments.KEEP_ALIVE)
            .examples("tcp6:8008", "tcp6:8008:interface=[::1]");

    /** For the service loader. */
    public Tcp6Server() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        return new TcpListening(arguments, context, Family.IPV6).listen(factory);
    }
}
