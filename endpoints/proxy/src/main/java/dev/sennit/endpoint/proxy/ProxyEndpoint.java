package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;

/**
 * Proxies put together in code:
 *
 * <pre>{@code
 * HopSpec inner = ProxyEndpoint.socks5("inner", 1080).login("bob", password).via(ProxyEndpoint.httpConnect("outer", 3128));
 * Endpoints.client(TcpEndpoint.client("example.org", 80).via(inner)).connect(Hello::new);
 * Endpoints.server(ProxyEndpoint.haproxy(TcpEndpoint.server(8080)).trusted("10.0.0.0/8")).listen(Echo::new);
 * }</pre>
 */
public final class ProxyEndpoint {
    private ProxyEndpoint() {}

    /** Leads on through a SOCKS 5 server: {@code socks5:HOST:PORT}. */
    public static ProxyHopSpec socks5(String host, int port) {
        return hop(ProxyHopType.SOCKS5, host, port);
    }

    /** Leads on through a SOCKS 4 server, to IPv4 addresses: {@code socks4:HOST:PORT}. */
    public static ProxyHopSpec socks4(String host, int port) {
        return hop(ProxyHopType.SOCKS4, host, port);
    }

    /** Leads on through a SOCKS 4a server: {@code socks4a:HOST:PORT}. */
    public static ProxyHopSpec socks4a(String host, int port) {
        return hop(ProxyHopType.SOCKS4A, host, port);
    }

    /** Leads on through an HTTP proxy: {@code http-connect:HOST:PORT}. */
    public static ProxyHopSpec httpConnect(String host, int port) {
        return hop(ProxyHopType.HTTP_CONNECT, host, port);
    }

    /** Leads on through an HTTP proxy that speaks TLS, its name checked: {@code http-connect:HOST:PORT:tls=true}. */
    public static ProxyHopSpec httpsConnect(String host, int port) {
        return new ProxyHopSpec(httpConnect(host, port).arguments().with(ProxyHopType.TLS, true));
    }

    private static ProxyHopSpec hop(ProxyHopType type, String host, int port) {
        return new ProxyHopSpec(
                Arguments.of(type.schema()).with(ProxyHopType.HOST, host).with(ProxyHopType.PORT, port));
    }

    /** Listens behind a proxy that sends a PROXY header, of version 1 or 2: {@code haproxy:SERVER}. */
    public static HaproxyServerSpec haproxy(ServerSpec endpoint) {
        return new HaproxyServerSpec(
                Arguments.of(HaproxyServerType.SCHEMA).with(HaproxyServerType.ENDPOINT, endpoint.arguments()));
    }

    /** Sends a PROXY header first, of version 1 by default: {@code haproxy:CLIENT}. */
    public static HaproxyClientSpec haproxy(ClientSpec endpoint) {
        return new HaproxyClientSpec(
                Arguments.of(HaproxyClientType.SCHEMA).with(HaproxyClientType.ENDPOINT, endpoint.arguments()));
    }
}
