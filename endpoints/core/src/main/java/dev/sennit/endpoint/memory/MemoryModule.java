package dev.sennit.endpoint.memory;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.util.List;

/** The endpoint types of this module, for the service loader. */
public final class MemoryModule implements EndpointModule {
    /** For the service loader. */
    public MemoryModule() {}

    @Override
    public List<EndpointType> types() {
        return List.of(new MemoryServerType(), new MemoryClientType());
    }
}
