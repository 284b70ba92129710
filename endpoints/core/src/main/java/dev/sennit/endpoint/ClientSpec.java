package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;

/** A place to connect to, put together in code. Where a hop is asked for, it is taken for one that leads there already. */
public interface ClientSpec extends HopSpec {
    /**
     * Makes one of a type that has no class for it.
     *
     * @throws IllegalArgumentException if the type is no client's
     */
    static ClientSpec of(Arguments arguments) {
        return SpecOfArguments.of(arguments, EndpointRole.CLIENT);
    }
}
