package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.schema.Arguments;
import java.time.Duration;

/** A Unix socket to connect to; each method returns a changed copy. Made by {@link UnixEndpoint}. */
public final class UnixClientSpec extends EndpointSpec implements ClientSpec {
    UnixClientSpec(Arguments arguments) {
        super(arguments);
    }

    /**
     * Limits the wait until the connection is open, where the server's accept queue is full. 30 s by default, or the time of
     * the endpoint that this one is part of.
     */
    public UnixClientSpec timeout(Duration value) {
        return new UnixClientSpec(arguments().with(UnixClientType.TIMEOUT, value));
    }
}
