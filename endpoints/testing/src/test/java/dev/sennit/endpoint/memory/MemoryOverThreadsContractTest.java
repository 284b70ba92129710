package dev.sennit.endpoint.memory;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.transport.Listener;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Names inside one process, on loops with threads of their own. */
class MemoryOverThreadsContractTest extends EndpointContract {
    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2));
    private final EndpointContext context = EndpointContext.on(reactor);

    @AfterEach
    void shutDown() {
        context.hub().close();
        reactor.close();
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
        return Waits.upTo(Duration.ofSeconds(20));
    }

    @Override
    protected String server() {
        return "memory:echo";
    }

    @Override
    protected String serverAt(Listener open) {
        return open.address().toString();
    }

    @Override
    protected String clientOf(Listener open) {
        return open.address().toString();
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of("memory:echo");
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("memory:echo");
    }
}
