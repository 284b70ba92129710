package dev.sennit.haproxy.plug;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.util.List;

/** The endpoint types of this module, for the service loader. */
public final class HaproxyModule implements EndpointModule {
    /** For the service loader. */
    public HaproxyModule() {}

    @Override
    public List<EndpointType> types() {
        return List.of(new HaproxyServerType(), new HaproxyClientType());
    }
}
