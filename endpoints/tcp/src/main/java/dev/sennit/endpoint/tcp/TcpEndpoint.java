package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.HopSpec;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import java.time.Duration;

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
    public static Server server(int port) {
        return server(TcpServerType.TCP, port);
    }

    /**
     * Names a port to listen on, for IPv4 only: {@code tcp4:PORT}.
     *
     * @param port 0 to 65535; 0 picks a free one
     */
    public static Server server4(int port) {
        return server(TcpServerType.TCP4, port);
    }

    /**
     * Names a port to listen on, for IPv6 only: {@code tcp6:PORT}.
     *
     * @param port 0 to 65535; 0 picks a free one
     */
    public static Server server6(int port) {
        return server(TcpServerType.TCP6, port);
    }

    private static Server server(TcpServerType type, int port) {
        return new Server(Arguments.of(type.schema()).with(TcpArguments.LISTEN_PORT, port));
    }

    /**
     * Names a host and a port to connect to: {@code tcp:HOST:PORT}.
     *
     * @param host a name or an IP address literal, an IPv6 one without brackets
     * @param port 1 to 65535
     */
    public static Client client(String host, int port) {
        return new Client(
                Arguments.of(TcpClientType.SCHEMA).with(TcpArguments.HOST, host).with(TcpArguments.PORT, port));
    }

    /** A TCP port to listen on; each method returns a changed copy. */
    public static final class Server extends EndpointSpec<Server> implements ServerSpec {
        Server(Arguments arguments) {
            super(arguments, Server::new);
        }

        /** Listens on this local IP address or host name only; the empty text stands for all, as by default. */
        public Server onInterface(String host) {
            return with(TcpArguments.INTERFACE, host);
        }

        /** Lets this many connections wait to be accepted, 1 to 65535. */
        public Server backlog(int connections) {
            return with(TcpArguments.BACKLOG, connections);
        }

        /** Shares the port with other processes, or not, as by default (SO_REUSEPORT). */
        public Server reusePort(boolean value) {
            return with(TcpArguments.REUSE_PORT, value);
        }

        /** Sends small writes at once, as by default, or gathers them (TCP_NODELAY). */
        public Server noDelay(boolean value) {
            return with(TcpArguments.NO_DELAY, value);
        }

        /** Probes idle peers, or not, as by default (SO_KEEPALIVE). */
        public Server keepAlive(boolean value) {
            return with(TcpArguments.KEEP_ALIVE, value);
        }
    }

    /** A host and a TCP port to connect to; each method returns a changed copy. */
    public static final class Client extends EndpointSpec<Client> implements ClientSpec {
        Client(Arguments arguments) {
            super(arguments, Client::new);
        }

        /**
         * Limits the wait until the connection is open, looking the name up or the way by {@link #via} included. 30 s by
         * default, or the time of the endpoint that this one is part of.
         */
        public Client timeout(Duration value) {
            return with(TcpArguments.TIMEOUT, value);
        }

        /** Comes from this local IP address; not beside {@link #via}. */
        public Client bind(String ip) {
            return with(TcpArguments.BIND, ip);
        }

        /** Pauses so long before the next address of a name is tried as well, 250 ms by default; not beside {@link #via}. */
        public Client attemptDelay(Duration value) {
            return with(TcpArguments.ATTEMPT_DELAY, value);
        }

        /** Sends small writes at once, as by default, or gathers them (TCP_NODELAY); not beside {@link #via}. */
        public Client noDelay(boolean value) {
            return with(TcpArguments.NO_DELAY, value);
        }

        /** Probes an idle peer, or not, as by default (SO_KEEPALIVE); not beside {@link #via}. */
        public Client keepAlive(boolean value) {
            return with(TcpArguments.KEEP_ALIVE, value);
        }

        /** Reaches the host by a hop, or by a client endpoint that leads there already. */
        public Client via(HopSpec hop) {
            return with(HopType.VIA, hop.arguments());
        }
    }
}
