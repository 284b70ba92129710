package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
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
        return List.of(
                SocksHopType.SOCKS5,
                SocksHopType.SOCKS4,
                SocksHopType.SOCKS4A,
                new HttpConnectHopType(),
                new HaproxyServerType(),
                new HaproxyClientType());
    }
}
