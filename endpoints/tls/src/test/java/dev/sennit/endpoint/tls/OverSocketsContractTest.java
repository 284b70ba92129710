package dev.sennit.endpoint.tls;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.transport.Listener;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** TLS on the machine's own sockets. What is left behind would keep the reactor's threads alive. */
class OverSocketsContractTest extends EndpointContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static TestFiles files;

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2));
    private final EndpointContext context = EndpointContext.on(reactor);

    @BeforeAll
    static void issueCertificates(@TempDir Path directory) {
        files = TestFiles.in(directory);
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
        return "ssl:0:interface=127.0.0.1" + files.identity("site");
    }

    @Override
    protected String serverAt(Listener open) {
        return "ssl:" + TlsOverMemoryContract.port(open) + ":interface=127.0.0.1" + files.identity("site");
    }

    @Override
    protected String clientOf(Listener open) {
        return "tls:127.0.0.1:" + TlsOverMemoryContract.port(open) + files.trust();
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of(server());
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("tls:127.0.0.1:443" + files.trust());
    }
}
