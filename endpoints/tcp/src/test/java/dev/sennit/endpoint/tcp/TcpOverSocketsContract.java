package dev.sennit.endpoint.tcp;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/**
 * TCP on the machine's own sockets. A reactor's threads end by themselves once nothing is open and no timer is set: that
 * is how each test shows that it left nothing behind.
 */
abstract class TcpOverSocketsContract extends EndpointContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2));
    private final EndpointContext context = EndpointContext.on(reactor);
    private final String host;

    TcpOverSocketsContract(String host) {
        this.host = host;
    }

    @AfterEach
    void nothingIsLeftOpen() throws InterruptedException {
        try {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread) && reactor.toString().contains(thread.getName())) {
                    thread.join(TIMEOUT.toMillis());
                    assertFalse(thread.isAlive(), () -> "something is still open on " + thread.getName());
                }
            }
        } finally {
            reactor.close();
        }
    }

    @Override
    protected EndpointContext servers() {
        return context;
    }

    @Override
    protected EndpointContext clients() {
        return context;
    }

    @Override
    protected Waits waits() {
        return Waits.upTo(TIMEOUT);
    }

    @Override
    protected String server() {
        return "tcp:0:[" + host + "]";
    }

    @Override
    protected String serverAt(Listener open) {
        return "tcp:" + ((TcpAddress) open.address()).port() + ":[" + host + "]";
    }

    @Override
    protected String clientOf(Listener open) {
        return "tcp:[" + host + "]:" + ((TcpAddress) open.address()).port();
    }

    @Override
    protected Map<String, ClientEndpoint> unanswered() {
        EndpointContext slow = context.withResolver(name -> new Deferred.Source<List<InetAddress>>().deferred());
        return Map.of("looking the name up", slow.client("tcp:localhost:80"));
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of(server());
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("tcp:[" + host + "]:80");
    }
}
