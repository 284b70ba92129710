package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;

/** A place to listen, put together in code. */
public interface ServerSpec {
    /** Returns the type and the arguments. */
    Arguments arguments();

    /**
     * Makes one of a type that has no class for it.
     *
     * @throws IllegalArgumentException if the type is no server's
     */
    static ServerSpec of(Arguments arguments) {
        return SpecOfArguments.of(arguments, EndpointRole.SERVER);
    }
}
