package dev.sennit.integration.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.HopSpec;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.socks.SocksEndpoint;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.endpoint.tls.TlsEndpoint;
import dev.sennit.haproxy.ProxyHeaderRules.Others;
import dev.sennit.haproxy.plug.HaproxyEndpoint;
import dev.sennit.http.plug.HttpConnectEndpoint;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Endpoints that are put together in code are the same values as those that strings spell. */
class ProxyInCodeTest {
    private static EndpointSpec<?> site(HopSpec hop) {
        return TcpEndpoint.client("site", 80).via(hop);
    }

    @Test
    void eachIsSpelledByItsString() {
        Map<EndpointSpec<?>, String> clients = Map.of(
                site(SocksEndpoint.socks5("in", 1080)
                                .login("bob", "geheim")
                                .via(HttpConnectEndpoint.http("out", 3128))),
                        "tcp:site:80:via=[socks5:in:1080:user=bob:password=geheim:via=[http-connect:out:3128]]",
                site(SocksEndpoint.socks4("p", 1).user("bob")), "tcp:site:80:via=[socks4:p:1:user=bob]",
                site(SocksEndpoint.socks4a("p", 1).via(TlsEndpoint.client("p", 1))),
                        "tcp:site:80:via=[socks4a:p:1:via=[tls:p:1]]",
                site(HttpConnectEndpoint.https("p", 1)), "tcp:site:80:via=[http-connect:p:1:tls=true]",
                HaproxyEndpoint.client(TcpEndpoint.client("a", 1)).version(2), "haproxy:version=2:[tcp:a:1]");
        EndpointSpec<?> server = HaproxyEndpoint.server(TcpEndpoint.server(80))
                .trusted("10.0.0.0/8", "fd00::/8")
                .others(Others.PLAIN)
                .timeout(Duration.ofSeconds(1));

        clients.forEach((spec, text) -> {
            assertEquals(text, spec.describe().format());
            assertEquals(EndpointRegistry.installed().types().bind(EndpointRole.CLIENT, text), spec.arguments());
        });
        assertEquals("haproxy:trusted=10.0.0.0/8,[fd00::/8]:others=plain:timeout=1s:[tcp:80]", server.toString());
        assertEquals(
                EndpointRegistry.installed().types().bind(EndpointRole.SERVER, server.toString()), server.arguments());
    }

    @Test
    void aPasswordIsNotShown() {
        EndpointSpec<?> spec = site(SocksEndpoint.socks5("p", 1).login("bob", "geheim"));

        assertEquals("tcp:site:80:via=[socks5:p:1:user=bob:password=***]", spec.toString());
    }

    @Test
    void whatAProxyDoesNotTakeIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> SocksEndpoint.socks4("p", 1)
                        .login("bob", "geheim"));

        assertEquals("socks4 hop declares no such argument 'password'", refused.getMessage());
    }
}
