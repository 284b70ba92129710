package dev.sennit.haproxy.plug;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.haproxy.ProxyHeaderRules.Others;
import dev.sennit.transport.IpNetwork;
import java.time.Duration;
import java.util.Arrays;

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
    public static Server server(ServerSpec endpoint) {
        return new Server(
                Arguments.of(HaproxyServerType.SCHEMA).with(HaproxyServerType.ENDPOINT, endpoint.arguments()));
    }

    /** Sends a PROXY header first, of version 1 by default: {@code haproxy:CLIENT}. */
    public static Client client(ClientSpec endpoint) {
        return new Client(
                Arguments.of(HaproxyClientType.SCHEMA).with(HaproxyClientType.ENDPOINT, endpoint.arguments()));
    }

    /** A server behind a proxy that sends a PROXY header; each method returns a changed copy. */
    public static final class Server extends EndpointSpec<Server> implements ServerSpec {
        Server(Arguments arguments) {
            super(arguments, Server::new);
        }

        /**
         * Believes the headers of proxies in these networks; those of loopback by default.
         *
         * @param networks as in {@code 10.0.0.0/8} and {@code fd00::/8}
         * @throws IllegalArgumentException if one is no network
         */
        public Server trusted(String... networks) {
            return with(
                    HaproxyServerType.TRUSTED,
                    Arrays.stream(networks).map(IpNetwork::parse).toList());
        }

        /** Refuses connections from elsewhere, as by default, or takes them plain. */
        public Server others(Others value) {
            return with(HaproxyServerType.OTHERS, value);
        }

        /** Limits the wait for the header. */
        public Server timeout(Duration value) {
            return with(HaproxyServerType.TIMEOUT, value);
        }
    }

    /** A client that sends a PROXY header first; each method returns a changed copy. */
    public static final class Client extends EndpointSpec<Client> implements ClientSpec {
        Client(Arguments arguments) {
            super(arguments, Client::new);
        }

        /** Sends a header of this version: 1, as by default, is text, 2 is binary. */
        public Client version(int value) {
            return with(HaproxyClientType.VERSION, value);
        }
    }
}
