package dev.sennit.endpoint.tcp;

import static dev.sennit.endpoint.tcp.Ips.ip;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** TCP between two hosts of a simulated network, in virtual time. */
class TcpOverMemoryContractTest extends EndpointContract {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost server = network.host("server", ip("192.0.2.1"), ip("2001:db8::1"));
    private final MemoryHost client = network.host("client", ip("192.0.2.9"), ip("2001:db8::9"));
    private final MemoryHost mute = network.host("mute", ip("192.0.2.66"), ip("2001:db8::66"));
    private final EndpointContext servers = EndpointContext.on(server);
    private final EndpointContext clients = EndpointContext.on(client).withResolver(host -> switch (host) {
        case "server.test" -> Deferred.of(List.of(ip("2001:db8::1"), ip("192.0.2.1")));
        case "mute.test" -> Deferred.of(List.of(ip("2001:db8::66"), ip("192.0.2.66")));
        default -> new Deferred.Source<List<java.net.InetAddress>>(client.nextLoop()).deferred();
    });

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
        return "tcp:0";
    }

    @Override
    protected String serverAt(Listener open) {
        return "tcp:" + ((TcpAddress) open.address()).port();
    }

    @Override
    protected String clientOf(Listener open) {
        return "tcp:server.test:" + ((TcpAddress) open.address()).port();
    }

    @Override
    protected Map<String, ClientEndpoint> unanswered() {
        return Map.of(
                "looking the name up", clients.client("tcp:nobody.knows:80"),
                "connecting", clients.client("tcp:192.0.2.66:80"),
                "between attempts", clients.client("tcp:mute.test:80:attemptDelay=10s"),
                "two attempts at once", clients.client("tcp:mute.test:80:attemptDelay=100ms"));
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of(
                "tcp:80",
                "TCP:port=80:backlog=5:interface=\\:\\:1",
                "tcp:80:[2001:db8::1]:5:reusePort=yes:nodelay=off:keepalive=on",
                "tcp4:80:127.0.0.1:5:reusePort=yes:nodelay=off:keepalive=on",
                "tcp6:80:5:[::1]:reusePort=yes:nodelay=off:keepalive=on");
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of(
                "tcp:server.test:80",
                "tcp:[::1]:80:timeout=5:bindAddress=[::1]:attemptDelay=0.1:nodelay=0:keepalive=1",
                "tcp:[fe80::1%eth9]:80:bind=[fe80::2%eth9]",
                "tcp:port=80:host=127.0.0.1");
    }
}
