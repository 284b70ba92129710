package dev.sennit.haproxy.plug;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;

/**
 * Endpoints with a PROXY header, put together in code:
 *
 * <pre>{@code
 * Endpoints.server(HaproxyEndpoint.server(TcpEndpoint.server(8080)).trusted("10.0.0.0/8")).listen(Echo::new);
 * }</pre>
 */
public final class HaproxyEndpoint {
    private HaproxyEndpoint() {}

    /** Listens behind a proxy that sends a PROXY header, of version 1 or 2: {@code haproxy:SERVER}. */
    public static HaproxyServerSpec server(ServerSpec endpoint) {
        return new HaproxyServerSpec(
                Arguments.of(HaproxyServerType.SCHEMA).with(HaproxyServerType.ENDPOINT, endpoint.arguments()));
    }

    /** Sends a PROXY header first, of version 1 by default: {@code haproxy:CLIENT}. */
    public static HaproxyClientSpec client(ClientSpec endpoint) {
        return new HaproxyClientSpec(
                Arguments.of(HaproxyClientType.SCHEMA).with(HaproxyClientType.ENDPOINT, endpoint.arguments()));
    }
}
