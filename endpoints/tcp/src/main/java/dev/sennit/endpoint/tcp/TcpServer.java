package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** {@code tcp:PORT}: IPv6 and IPv4, where the machine has both. */
public final class TcpServer implements ServerEndpointType {
    private static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "tcp", "Listens on a TCP port, for IPv6 and IPv4 alike.")
            .arguments(
                    TcpArguments.LISTEN_PORT,
                    TcpArguments.INTERFACE,
                    TcpArguments.BACKLOG,
                    TcpArguments.REUSE_PORT,
                    TcpArguments.NO_DELAY,
                    TcpArguments.KEEP_ALIVE)
            .examples("tcp:8007", "tcp:0:interface=localhost", "tcp:80:[::1]");

    /** For the service loader. */
    public TcpServer() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        return new TcpListening(arguments, context, Family.ANY).listen(factory);
    }
}
