package stranger;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.memory.MemoryNetwork;
import java.util.List;

class LoopbackContractTest extends EndpointContract {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final EndpointContext context = EndpointContext.on(network.host("host"));

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
        return "tcp:127.0.0.1:" + port(open);
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of("loopback:0", "loopback:port=0");
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("tcp:127.0.0.1:80");
    }

    private static int port(Listener open) {
        return ((TcpAddress) open.address()).port();
    }
}
