package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpArguments;

/**
 * TLS endpoints put together in code:
 *
 * <pre>{@code
 * Endpoints.server(TlsEndpoint.server(443).cert(chain).key(key)).listen(Echo::new);
 * Endpoints.client(TlsEndpoint.client("inner.example", 443).over(TlsEndpoint.client("outer.example", 443)))
 *         .connect(Hello::new);
 * }</pre>
 */
public final class TlsEndpoint {
    private TlsEndpoint() {}

    /** The implementations of TLS. */
    public enum Engine {
        /** BouncyCastle's. */
        BC,
        /** The JDK's. */
        JDK
    }

    /**
     * Names a TCP port to listen on: {@code tls:PORT}.
     *
     * @param port 0 to 65535; 0 picks a free one
     */
    public static TlsServerSpec server(int port) {
        return new TlsServerSpec(Arguments.of(TlsServerType.SCHEMA).with(TlsServerType.PORT, port));
    }

    /** Listens over another endpoint: {@code tls:over=[…]}. */
    public static TlsServerSpec serverOver(ServerSpec endpoint) {
        return new TlsServerSpec(Arguments.of(TlsServerType.SCHEMA)).over(endpoint);
    }

    /**
     * Names a host and a port to connect to: {@code tls:HOST:PORT}.
     *
     * @param host a name or an IP address literal, an IPv6 one without brackets
     * @param port 1 to 65535
     */
    public static TlsClientSpec client(String host, int port) {
        return new TlsClientSpec(
                Arguments.of(TlsClientType.SCHEMA).with(TcpArguments.HOST, host).with(TcpArguments.PORT, port));
    }
}
