package dev.sennit.endpoint.example;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import java.util.List;

/** The endpoint type that the README has for copying, on a simulated host. */
class LoopbackContractTest extends EndpointContract {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final EndpointContext context = EndpointContext.on(network.host("host"))
            .withRegistry(EndpointRegistry.of(List.of(new LoopbackServer(), new LoopbackClient())));

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
        return Waits.on(network);
    }

    @Override
    protected String server() {
        return "loopback:0";
    }

    @Override
    protected String serverAt(Listener open) {
        return "loopback:" + port(open);
    }

    @Override
    protected String clientOf(Listener open) {
        return "loopback:" + port(open);
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of("loopback:0", "loopback:port=0");
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("loopback:80", "loopback:port=80");
    }

    private static int port(Listener open) {
        return ((TcpAddress) open.address()).port();
    }
}
