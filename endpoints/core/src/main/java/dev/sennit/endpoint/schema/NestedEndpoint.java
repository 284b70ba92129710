package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.ParsedDescription;

/** An endpoint that is the value of another's argument; read, but its own arguments not yet bound. */
public record NestedEndpoint(EndpointRole role, ParsedDescription description) {}
