package dev.sennit.http.plug;

import dev.sennit.endpoint.hop.ProxyHopSpec;

/**
 * HTTP proxies that lead on, put together in code:
 *
 * <pre>{@code
 * HopSpec hop = HttpConnectEndpoint.https("proxy.example.org", 443).login("bob", password);
 * Endpoints.client(TcpEndpoint.client("example.org", 80).via(hop)).connect(Hello::new);
 * }</pre>
 */
public final class HttpConnectEndpoint {
    private HttpConnectEndpoint() {}

    /** Leads on through an HTTP proxy: {@code http-connect:HOST:PORT}. */
    public static ProxyHopSpec http(String host, int port) {
        return ProxyHopSpec.of(HttpConnectHopType.SCHEMA, host, port);
    }

    /** Leads on through an HTTP proxy that speaks TLS, its name checked: {@code http-connect:HOST:PORT:tls=true}. */
    public static ProxyHopSpec https(String host, int port) {
        return new ProxyHopSpec(http(host, port).arguments().with(HttpConnectHopType.TLS, true));
    }
}
