package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.util.ArrayList;
import java.util.List;

/** The endpoint types of this module, for the service loader. */
public final class ProxyModule implements EndpointModule {
    /** For the service loader. */
    public ProxyModule() {}

    @Override
    public String name() {
        return "sennit-endpoint-proxy";
    }

    @Override
    public List<EndpointType> types() {
        List<EndpointType> types = new ArrayList<>(ProxyHopType.ALL);
        types.add(new HaproxyServerType());
        types.add(new HaproxyClientType());
        return types;
    }
}
