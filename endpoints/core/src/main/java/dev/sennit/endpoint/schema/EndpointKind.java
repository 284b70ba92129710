package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.ParsedDescription;
import java.util.List;

/** An endpoint within an endpoint. */
record EndpointKind(EndpointRole role) implements ArgumentKind<NestedEndpoint> {

    @Override
    public NestedEndpoint parse(ArgumentText text) {
        return new NestedEndpoint(role, ParsedDescription.parseNested(text.source()));
    }

    @Override
    public String format(NestedEndpoint value) {
        return value.description().description().format();
    }

    @Override
    public String rule() {
        return "a " + role.word() + " endpoint";
    }

    @Override
    public List<NestedEndpoint> endpointsIn(NestedEndpoint value) {
        return List.of(value);
    }
}
