package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.util.List;

/** The endpoint types of this module, for the service loader. */
public final class UnixModule implements EndpointModule {
    private final List<EndpointType> types = List.of(
            new UnixServerType(),
            new SystemdServerType(),
            new FdServerType(),
            new StdioServerType(),
            new UnixClientType(),
            new ExecClientType());

    /** For the service loader. */
    public UnixModule() {}

    @Override
    public List<EndpointType> types() {
        return types;
    }
}
