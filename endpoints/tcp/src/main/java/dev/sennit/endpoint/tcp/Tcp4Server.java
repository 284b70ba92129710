package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** {@code tcp4:PORT}: IPv4 only. */
public final class Tcp4Server implements ServerEndpointType {
    private static final EndpointSchema SCHEMA = EndpointSchema.server("tcp4", "Listens on a TCP port, for IPv4 only.")
            .arguments(
                    TcpArguments.LISTEN_PORT,
                    TcpArguments.INTERFACE,
                    TcpArguments.BACKLOG,
                    TcpArguments.REUSE_PORT,
                    TcpArguments.NO_DELAY,
                    TcpArguments.KEEP_ALIVE)
            .examples("tcp4:8007", "tcp4:8007:127.0.0.1");

    /** For the service loader. */
    public Tcp4Server() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        return new TcpListening(arguments, context, Family.IPV4).listen(factory);
    }
}
