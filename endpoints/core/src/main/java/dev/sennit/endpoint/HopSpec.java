package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;

/** A place that leads on to others, put together in code. */
public interface HopSpec {
    /** Returns the type and the arguments. */
    Arguments arguments();

    /**
     * Makes one of a type that has no class for it.
     *
     * @throws IllegalArgumentException if the type is no hop's
     */
    static HopSpec of(Arguments arguments) {
        return SpecOfArguments.of(arguments, EndpointRole.HOP);
    }
}
