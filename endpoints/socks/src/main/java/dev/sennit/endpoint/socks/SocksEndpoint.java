package dev.sennit.endpoint.socks;

import dev.sennit.endpoint.hop.ProxyHopSpec;

/**
 * SOCKS servers that lead on, put together in code:
 *
 * <pre>{@code
 * HopSpec hop = SocksEndpoint.socks5("inner", 1080).login("bob", password).via(SocksEndpoint.socks5("outer", 1080));
 * Endpoints.client(TcpEndpoint.client("example.org", 80).via(hop)).connect(Hello::new);
 * }</pre>
 */
public final class SocksEndpoint {
    private SocksEndpoint() {}

    /** Leads on through a SOCKS 5 server: {@code socks5:HOST:PORT}. */
    public static ProxyHopSpec socks5(String host, int port) {
        return ProxyHopSpec.of(SocksHopType.SOCKS5.schema(), host, port);
    }

    /** Leads on through a SOCKS 4 server, to IPv4 addresses: {@code socks4:HOST:PORT}. */
    public static ProxyHopSpec socks4(String host, int port) {
        return ProxyHopSpec.of(SocksHopType.SOCKS4.schema(), host, port);
    }

    /** Leads on through a SOCKS 4a server: {@code socks4a:HOST:PORT}. */
    public static ProxyHopSpec socks4a(String host, int port) {
        return ProxyHopSpec.of(SocksHopType.SOCKS4A.schema(), host, port);
    }
}
