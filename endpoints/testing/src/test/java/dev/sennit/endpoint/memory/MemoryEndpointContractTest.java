package dev.sennit.endpoint.memory;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import java.util.List;

/** Names inside one process, each side on a host of its own under virtual time. */
class MemoryEndpointContractTest extends EndpointContract {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final EndpointContext servers = EndpointContext.on(network.host("server"));
    private final EndpointContext clients = servers.withReactor(network.host("client"));

    @Override
    protected EndpointContext servers() {
        return servers;
    }

    @Override
    protected EndpointContext clients() {
        return clients;
    }

    @Override
    protected Waits waits() {
        return Waits.on(network);
    }

    @Override
    protected String server() {
        return "memory:echo";
    }

    @Override
    protected String serverAt(Listener open) {
        return "memory:[" + ((MemoryAddress) open.address()).name() + "]";
    }

    @Override
    protected String clientOf(Listener open) {
        return serverAt(open);
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of("memory:echo", "MEMORY:name=[a:b=c]", "memory: two words", "memory:größe", "memory:\\[");
    }

    @Override
    protected List<String> clientSpellings() {
        return serverSpellings();
    }
}
