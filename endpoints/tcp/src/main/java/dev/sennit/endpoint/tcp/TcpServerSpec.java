package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;

/** A TCP port to listen on; each method returns a changed copy. Made by {@link TcpEndpoint}. */
public final class TcpServerSpec extends EndpointSpec implements ServerSpec {
    TcpServerSpec(Arguments arguments) {
        super(arguments);
    }

    private <T> TcpServerSpec with(Argument<T> argument, T value) {
        return new TcpServerSpec(arguments().with(argument, value));
    }

    /** Listens on this local IP address or host name only; the empty text stands for all, as by default. */
    public TcpServerSpec onInterface(String host) {
        return with(TcpArguments.INTERFACE, host);
    }

    /** Lets this many connections wait to be accepted, 1 to 65535. */
    public TcpServerSpec backlog(int connections) {
        return with(TcpArguments.BACKLOG, connections);
    }

    /** Shares the port with other processes, or not, as by default (SO_REUSEPORT). */
    public TcpServerSpec reusePort(boolean value) {
        return with(TcpArguments.REUSE_PORT, value);
    }

    /** Sends small writes at once, as by default, or gathers them (TCP_NODELAY). */
    public TcpServerSpec noDelay(boolean value) {
        return with(TcpArguments.NO_DELAY, value);
    }

    /** Probes idle peers, or not, as by default (SO_KEEPALIVE). */
    public TcpServerSpec keepAlive(boolean value) {
        return with(TcpArguments.KEEP_ALIVE, value);
    }
}
