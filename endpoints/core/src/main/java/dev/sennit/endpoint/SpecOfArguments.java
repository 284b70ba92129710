package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;

/** An endpoint of any type and role. */
final class SpecOfArguments extends EndpointSpec<SpecOfArguments> implements ServerSpec, ClientSpec {
    private SpecOfArguments(Arguments arguments) {
        super(arguments, SpecOfArguments::new);
    }

    static SpecOfArguments of(Arguments arguments, EndpointRole role) {
        if (arguments.schema().role() != role) {
            throw new IllegalArgumentException("a " + role.word() + " endpoint is needed, not a "
                    + arguments.schema().title());
        }
        return new SpecOfArguments(arguments);
    }
}
