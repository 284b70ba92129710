package dev.sennit.integration.support;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.peers.Peers;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A reactor that ends with the test, and the endpoints on it. */
public final class TestReactor implements AfterEachCallback {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final NioReactor reactor = new NioReactor();
    private final EndpointContext context = EndpointContext.on(reactor);

    /** Returns the reactor itself. */
    public NioReactor reactor() {
        return reactor;
    }

    /** Returns what makes endpoints of strings on the reactor. */
    public EndpointContext context() {
        return context;
    }

    /** Makes a server endpoint of a string. */
    public ServerEndpoint server(String endpoint) {
        return context.server(endpoint);
    }

    /** Makes a client endpoint of a string. */
    public ClientEndpoint client(String endpoint) {
        return context.client(endpoint);
    }

    /** Listens for TCP connections of peers, and returns the port. */
    public int listen(Peers peers, ProtocolFactory<?> factory) throws InterruptedException {
        return listen("tcp:0:interface=" + peers.testInterface(), factory);
    }

    /** Listens at an endpoint whose address is of TCP, and returns the port. */
    public int listen(String endpoint, ProtocolFactory<?> factory) throws InterruptedException {
        return ((TcpAddress) server(endpoint).listen(factory).await(LIMIT).address()).port();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        reactor.close();
    }
}
