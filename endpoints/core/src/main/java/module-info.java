/** Endpoint strings: their grammar, their values and the declared arguments of each type. */
module dev.sennit.endpoint {
    requires static transitive org.jspecify;

    exports dev.sennit.endpoint.description;
    exports dev.sennit.endpoint.schema;
}
