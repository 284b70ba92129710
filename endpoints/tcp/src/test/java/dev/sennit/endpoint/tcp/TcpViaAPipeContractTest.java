package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A TCP client whose {@code via=} is another client endpoint, taken for a stream that leads there already. */
class TcpViaAPipeContractTest extends EndpointContract {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost client = network.host("client");
    private final MemoryHost mute = network.host("mute");
    private final EndpointContext servers = EndpointContext.on(network.host("server"));
    private final EndpointContext clients = servers.withReactor(client);

    @BeforeEach
    void silenceOneHost() {
        network.rules(client, mute, LinkRules.DEFAULT.withBlackhole(1));
    }

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
        return "memory:tunnel";
    }

    @Override
    protected String serverAt(Listener open) {
        return "memory:" + ((MemoryAddress) open.address()).name();
    }

    @Override
    protected String clientOf(Listener open) {
        return "tcp:site.test:80:via=[tcp:other.test:81:via=[" + serverAt(open) + "]]";
    }

    @Override
    protected Map<String, ClientEndpoint> unanswered() {
        return Map.of(
                "the pipe's connecting",
                clients.client("tcp:site.test:80:via=[tcp:" + mute.ip().getHostAddress() + ":81]"));
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of("memory:tunnel");
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of(
                "tcp:site.test:80:via=[memory:tunnel]",
                "tcp:site.test:80:via=memory\\:tunnel:timeout=5s",
                "tcp:[::1]:80:via=[tcp:[::2]:81:via=[MEMORY:name=[a:b]]]");
    }
}
