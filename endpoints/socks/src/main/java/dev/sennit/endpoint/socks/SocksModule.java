package dev.sennit.endpoint.socks;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.util.List;

/** The endpoint types of this module, for the service loader. */
public final class SocksModule implements EndpointModule {
    /** For the service loader. */
    public SocksModule() {}

    @Override
    public List<EndpointType> types() {
        return List.of(SocksHopType.SOCKS5, SocksHopType.SOCKS4, SocksHopType.SOCKS4A);
    }
}
