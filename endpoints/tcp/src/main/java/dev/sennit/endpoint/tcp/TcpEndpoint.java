package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.schema.Arguments;

/**
 * TCP endpoints put together in code:
 *
 * <pre>{@code
 * Endpoints.server(TcpEndpoint.server(8007)).listen(Echo::new);
 * Endpoints.client(TcpEndpoint.client("localhost", 8007).timeout(Duration.ofSeconds(5))).connect(Hello::new);
 * }</pre>
 */
public final class TcpEndpoint {
    private TcpEndpoint() {}

    /**
     * Names a port to listen on, for IPv6 and IPv4 alike: {@code tcp:PORT}.
     *
     * @param port 0 to 65535; 0 picks a free one
     */
    public static TcpServerSpec server(int port) {
        return server(TcpServerType.TCP, port);
    }

    /**
     * Names a port to listen on, for IPv4 only: {@code tcp4:PORT}.
     *
     * @param port 0 to 65535; 0 picks a free one
     */
    public static TcpServerSpec server4(int port) {
        return server(TcpServerType.TCP4, port);
    }

    /**
     * Names a port to listen on, for IPv6 only: {@code tcp6:PORT}.
     *
     * @param port 0 to 65535; 0 picks a free one
     */
    public static TcpServerSpec server6(int port) {
        return server(TcpServerType.TCP6, port);
    }

    private static TcpServerSpec server(TcpServerType type, int port) {
        return new TcpServerSpec(Arguments.of(type.schema()).with(TcpArguments.LISTEN_PORT, port));
    }

    /**
     * Names a host and a port to connect to: {@code tcp:HOST:PORT}.
     *
     * @param host a name or an IP address literal, an IPv6 one without brackets
     * @param port 1 to 65535
     */
    public static TcpClientSpec client(String host, int port) {
        return new TcpClientSpec(
                Arguments.of(TcpClientType.SCHEMA).with(TcpArguments.HOST, host).with(TcpArguments.PORT, port));
    }
}
