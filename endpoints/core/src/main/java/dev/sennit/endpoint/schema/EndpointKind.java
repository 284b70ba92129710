package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.description.SourceText;
import java.util.List;

/** An endpoint within an endpoint. */
record EndpointKind(EndpointRole role) implements ArgumentKind<Arguments> {

    @Override
    public Arguments parse(ArgumentText text) {
        return text.types().bind(role, ParsedDescription.parseNested(text.source()));
    }

    @Override
    public String format(Arguments value) {
        return value.toDescription().format();
    }

    @Override
    public void check(String name, Arguments value) {
        EndpointRole given = value.schema().role();
        if (!role.takes(given)) {
            throw new IllegalArgumentException(
                    name + " must be " + rule() + ", not " + value.schema().title());
        }
        if (value.depth() >= SourceText.MAX_DEPTH) {
            throw new IllegalArgumentException(name + ": endpoints nest at most " + SourceText.MAX_DEPTH + " deep");
        }
        try {
            value.check();
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(name + ": " + broken.getMessage(), broken);
        }
    }

    @Override
    public String rule() {
        return "a " + role.word() + " endpoint";
    }

    @Override
    public List<Arguments> endpointsIn(Arguments value) {
        return List.of(value);
    }
}
