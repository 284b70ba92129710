/** Endpoint strings: from a string in a configuration to a listener or a connection. */
module dev.sennit.endpoint {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.memory;
    requires transitive dev.sennit.transport;
    requires dev.sennit.transport.nio;

    exports dev.sennit.endpoint;
    exports dev.sennit.endpoint.description;
    exports dev.sennit.endpoint.hop;
    exports dev.sennit.endpoint.memory;
    exports dev.sennit.endpoint.schema;

    uses dev.sennit.endpoint.EndpointModule;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.endpoint.memory.MemoryModule;
}
