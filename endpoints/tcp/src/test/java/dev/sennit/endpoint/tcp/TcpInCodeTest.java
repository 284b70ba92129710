package dev.sennit.endpoint.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.endpoint.description.SourceText;
import dev.sennit.endpoint.memory.MemoryEndpoint;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Endpoints that are put together in code are the same values as those that strings spell. */
class TcpInCodeTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final EndpointContext context = EndpointContext.on(network.host("host"));

    @Test
    void eachIsSpelledByItsString() {
        Map<EndpointSpec<?>, String> servers = Map.of(
                TcpEndpoint.server(8007), "tcp:8007",
                TcpEndpoint.server4(0).onInterface("localhost"), "tcp4:0:interface=localhost",
                TcpEndpoint.server6(8008).onInterface("::1").backlog(7), "tcp6:8008:backlog=7:interface=[::1]",
                TcpEndpoint.server(1)
                                .reusePort(true)
                                .noDelay(false)
                                .keepAlive(true)
                                .backlog(7),
                        "tcp:1:backlog=7:reusePort=true:nodelay=false:keepalive=true");
        Map<EndpointSpec<?>, String> clients = Map.of(
                TcpEndpoint.client("localhost", 8007), "tcp:localhost:8007",
                TcpEndpoint.client("::1", 80).timeout(Duration.ofMillis(1500)), "tcp:[::1]:80:timeout=1500ms",
                TcpEndpoint.client("a", 1)
                                .bind("127.0.0.1")
                                .attemptDelay(Duration.ofSeconds(1))
                                .noDelay(false)
                                .keepAlive(true),
                        "tcp:a:1:bind=127.0.0.1:attemptDelay=1s:nodelay=false:keepalive=true",
                TcpEndpoint.client("a", 1).via(TcpEndpoint.client("b", 2).via(MemoryEndpoint.client("c:d"))),
                        "tcp:a:1:via=[tcp:b:2:via=[memory:[c:d]]]");

        servers.forEach((spec, text) -> assertSame(EndpointRole.SERVER, spec, text));
        clients.forEach((spec, text) -> assertSame(EndpointRole.CLIENT, spec, text));
        assertEquals("memory:x", MemoryEndpoint.server("x").toString());
        assertNotEquals(TcpEndpoint.server(1), TcpEndpoint.server4(1));
    }

    private void assertSame(EndpointRole role, EndpointSpec<?> spec, String text) {
        Arguments read = context.registry().types().bind(role, text);
        assertEquals(text, spec.describe().format());
        assertEquals(text, spec.toString());
        assertEquals(read, spec.arguments());
    }

    @Test
    void theyListenAndConnect() {
        Listener open = network.await(context.server(TcpEndpoint.server(0)).listen(Witness.echoing()));
        int port = ((TcpAddress) open.address()).port();
        ClientSpec client = TcpEndpoint.client("host", port).timeout(Duration.ofSeconds(5));

        Witness.Seen seen = network.await(context.client(client).connect(Witness.collecting()));
        seen.transport().write(Bytes.ascii("hello"));

        assertEquals(Bytes.ascii("hello"), network.await(seen.fiveBytes()));
        assertEquals(client.toString(), context.client(client).toString());
    }

    @Test
    void aValueThatNoStringCouldSayIsRefusedAtOnce() {
        assertProblem("tcp client: port must be 1 to 65535, not '0'", () -> TcpEndpoint.client("a", 0));
        assertProblem(
                "tcp client: host must be a host name or an IP address, not 'a b'", () -> TcpEndpoint.client("a b", 1));
        assertProblem("memory client: name must be a text that is not empty, not ''", () -> MemoryEndpoint.client(""));
    }

    @Test
    void endpointsNestAsDeepAsStringsMay() {
        TcpEndpoint.Client deepest = TcpEndpoint.client("a", 1);
        for (int depth = 2; depth <= SourceText.MAX_DEPTH; depth++) {
            deepest = TcpEndpoint.client("a", 1).via(deepest);
        }
        TcpEndpoint.Client whole = deepest;

        assertSame(EndpointRole.CLIENT, whole, whole.describe().format());
        assertProblem("tcp client: via: endpoints nest at most 32 deep", () -> TcpEndpoint.client("a", 1)
                .via(whole));
    }

    @Test
    void argumentsThatDoNotFitTogetherAreRefusedWhenTheEndpointIsMade() {
        ClientSpec both =
                TcpEndpoint.client("a", 1).via(MemoryEndpoint.client("b")).bind("127.0.0.1");

        assertProblem(
                "tcp client: bind= is for a socket of this machine; with via= that is the first hop's",
                () -> context.client(both));
        assertProblem(
                "tcp client: via: tcp client: bind= is for a socket of this machine; with via= that is the first hop's",
                () -> TcpEndpoint.client("c", 1).via(both));
        assertProblem(
                "tcp client needs 'host': " + TcpClientType.SCHEMA.usage(),
                () -> context.client(ClientSpec.of(Arguments.of(TcpClientType.SCHEMA))));
    }

    @Test
    void anEndpointOfAnotherRoleIsRefused() {
        Arguments server = TcpEndpoint.server(1).arguments();

        assertProblem("a client endpoint is needed, not a tcp server", () -> ClientSpec.of(server));
        assertProblem(
                "a server endpoint is needed, not a tcp client",
                () -> ServerSpec.of(TcpEndpoint.client("a", 1).arguments()));
    }

    private static void assertProblem(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
