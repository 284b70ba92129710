package dev.sennit.endpoint.memory;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;

/** Names inside one process, put together in code: the same as {@code memory:NAME}. */
public final class MemoryEndpoint {
    private MemoryEndpoint() {}

    /**
     * Names a place to listen.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static ServerSpec server(String name) {
        return ServerSpec.of(Arguments.of(MemoryServerType.SCHEMA).with(MemoryServerType.NAME, name));
    }

    /**
     * Names a place to connect to.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static ClientSpec client(String name) {
        return ClientSpec.of(Arguments.of(MemoryClientType.SCHEMA).with(MemoryServerType.NAME, name));
    }
}
