package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.HopSpec;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import java.time.Duration;

/** A host and a TCP port to connect to; each method returns a changed copy. Made by {@link TcpEndpoint}. */
public final class TcpClientSpec extends EndpointSpec implements ClientSpec {
    TcpClientSpec(Arguments arguments) {
        super(arguments);
    }

    private <T> TcpClientSpec with(Argument<T> argument, T value) {
        return new TcpClientSpec(arguments().with(argument, value));
    }

    /**
     * Limits the wait until the connection is open, looking the name up or the way by {@link #via} included. 30 s by
     * default, or the time of the endpoint that this one is part of.
     */
    public TcpClientSpec timeout(Duration value) {
        return with(TcpArguments.TIMEOUT, value);
    }

    /** Comes from this local IP address; not beside {@link #via}. */
    public TcpClientSpec bind(String ip) {
        return with(TcpArguments.BIND, ip);
    }

    /** Pauses so long before the next address of a name is tried as well, 250 ms by default; not beside {@link #via}. */
    public TcpClientSpec attemptDelay(Duration value) {
        return with(TcpArguments.ATTEMPT_DELAY, value);
    }

    /** Sends small writes at once, as by default, or gathers them (TCP_NODELAY); not beside {@link #via}. */
    public TcpClientSpec noDelay(boolean value) {
        return with(TcpArguments.NO_DELAY, value);
    }

    /** Probes an idle peer, or not, as by default (SO_KEEPALIVE); not beside {@link #via}. */
    public TcpClientSpec keepAlive(boolean value) {
        return with(TcpArguments.KEEP_ALIVE, value);
    }

    /** Reaches the host by a hop, or by a client endpoint that leads there already. */
    public TcpClientSpec via(HopSpec hop) {
        return with(HopType.VIA, hop.arguments());
    }
}
