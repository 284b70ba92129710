package dev.sennit.http.plug;

import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.util.List;

/** The endpoint types of this module, for the service loader. */
public final class HttpModule implements EndpointModule {
    /** For the service loader. */
    public HttpModule() {}

    @Override
    public String name() {
        return "sennit-http-plug";
    }

    @Override
    public List<EndpointType> types() {
        return List.of(new HttpConnectHopType());
    }
}
