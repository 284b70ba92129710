package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.unix.ExecClientType.Errors;
import java.time.Duration;

/** A program to talk to; each method returns a changed copy. Made by {@link UnixEndpoint}. */
public final class ExecClientSpec extends EndpointSpec implements ClientSpec {
    ExecClientSpec(Arguments arguments) {
        super(arguments);
    }

    /** Drops what the program writes to its standard error, which by default goes where this process's own goes. */
    public ExecClientSpec withoutErrors() {
        return new ExecClientSpec(arguments().with(ExecClientType.STDERR, Errors.DROP));
    }

    /**
     * Lets the program live on for so long after the connection has ended, and once more after it was asked to end; 5 s by
     * default.
     */
    public ExecClientSpec exitTimeout(Duration value) {
        return new ExecClientSpec(arguments().with(ExecClientType.EXIT_TIMEOUT, value));
    }
}
