package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.util.List;

/** The endpoint types of this module, for the service loader. */
public final class TcpModule implements EndpointModule {
    /** For the service loader. */
    public TcpModule() {}

    @Override
    public List<EndpointType> types() {
        return List.of(TcpServerType.TCP, TcpServerType.TCP4, TcpServerType.TCP6, new TcpClientType());
    }
}
