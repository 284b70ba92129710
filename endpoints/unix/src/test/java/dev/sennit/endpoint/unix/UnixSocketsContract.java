package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.transport.Listener;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Unix sockets on this machine; that the reactor's threads end shows that nothing was left open. */
abstract class UnixSocketsContract extends EndpointContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2));
    private final EndpointContext context = EndpointContext.on(reactor);

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
    protected String serverAt(Listener open) {
        return clientOf(open);
    }

    @Override
    protected String clientOf(Listener open) {
        return "unix:" + ((UnixAddress) open.address()).name();
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of("unix:path=/tmp/x:mode=0600:backlog=7:lock=off", "unix:@a b:660:5:lockfile=1", "unix:[a:b]");
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("unix:/tmp/x:timeout=500ms", "unix:address=@x");
    }
}
