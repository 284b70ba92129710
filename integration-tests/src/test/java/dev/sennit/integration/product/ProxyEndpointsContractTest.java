package dev.sennit.integration.product;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Endpoints keep their contract through every kind of proxy, and through two in a row. */
class ProxyEndpointsContractTest {
    @Nested
    class Socks5 extends ThroughAProxy {
        @Override
        protected String way() {
            return "socks5:proxy.test:1080:via=[memory:socks]";
        }
    }

    @Nested
    class Socks5WithLogin extends ThroughAProxy {
        @Override
        protected String way() {
            return "socks5:proxy.test:1080:user=bob:password=hunter2:via=[memory:login]";
        }
    }

    @Nested
    class Socks4 extends ThroughAProxy {
        @Override
        protected String way() {
            return "socks4:proxy.test:1080:via=[memory:socks]";
        }
    }

    @Nested
    class Socks4a extends ThroughAProxy {
        @Override
        protected String way() {
            return "socks4a:proxy.test:1080:user=bob:via=[memory:socks]";
        }
    }

    @Nested
    class HttpConnect extends ThroughAProxy {
        @Override
        protected String way() {
            return "http-connect:proxy.test:3128:via=[memory:http]";
        }
    }

    @Nested
    class SocksThroughHttp extends ThroughAProxy {
        @Override
        protected String way() {
            return "socks5:inner.test:1080:via=[http-connect:outer.test:3128:via=[memory:http-to-socks]]";
        }
    }

    /** A client whose way leads through what {@link #way} says, to a name in a hub. */
    abstract static class ThroughAProxy extends EndpointContract {
        private final MemoryNetwork network = MemoryNetwork.seeded(1);
        private final MemoryHub hub = new MemoryHub();
        private final EndpointContext servers =
                EndpointContext.on(network.host("server")).withHub(hub);
        private final EndpointContext clients = EndpointContext.on(network.host("client"))
                .withHub(hub)
                .withResolver(host -> Deferred.of(List.of(Proxies.SITE)));

        /** The hop. */
        protected abstract String way();

        @BeforeEach
        void openProxies() {
            var proxy = network.host("proxy");
            open("socks", Proxies.socks(hub, proxy, "site"));
            open("login", Proxies.socksForBob(hub, proxy, "site"));
            open("http", Proxies.http(hub, proxy, "site"));
            open("http-to-socks", Proxies.http(hub, proxy, "socks"));
            open("mute", Witness.collecting());
        }

        private void open(String name, ProtocolFactory<?> factory) {
            network.await(hub.listen(name, network.host("proxy"), ListenOptions.DEFAULT, factory));
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
            return "memory:site";
        }

        @Override
        protected String serverAt(Listener open) {
            return "memory:" + ((MemoryAddress) open.address()).name();
        }

        @Override
        protected String clientOf(Listener open) {
            return "tcp:site.test:80:via=[" + way() + "]";
        }

        @Override
        protected Map<String, ClientEndpoint> unanswered() {
            return Map.of(
                    "the handshake",
                    clients.client(
                            "tcp:site.test:80:via=[" + way().replaceFirst("memory:[a-z-]+", "memory:mute") + "]"));
        }

        @Override
        protected List<String> serverSpellings() {
            return List.of("memory:site");
        }

        @Override
        protected List<String> clientSpellings() {
            return Stream.of(
                            way(),
                            "socks5:[::1]:1080:user=bob:password=hunter2",
                            "SOCKS4:port=1080:host=h:user=[a:b]",
                            "http-connect:h:80:tls=yes:user=bob:password=hunter2:via=[socks4a:h:1]")
                    .map(hop -> "tcp:site.test:80:via=[" + hop + "]")
                    .toList();
        }

        @Override
        protected List<String> secrets() {
            return List.of("hunter2");
        }
    }

    @Nested
    class Header1 extends BehindAProxy {
        @Override
        protected String prefix() {
            return "haproxy";
        }
    }

    @Nested
    class Header2 extends BehindAProxy {
        @Override
        protected String prefix() {
            return "haproxy:version=2";
        }
    }

    /** A server that wants a PROXY header, and a client that sends one. */
    abstract static class BehindAProxy extends EndpointContract {
        private final MemoryNetwork network = MemoryNetwork.seeded(2);
        private final EndpointContext servers = EndpointContext.on(network.host("server"));
        private final EndpointContext clients = servers.withReactor(network.host("client"));

        /** What stands before the client's endpoint. */
        protected abstract String prefix();

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
            return "haproxy:memory:site";
        }

        @Override
        protected String serverAt(Listener open) {
            return "haproxy:memory:" + ((MemoryAddress) open.address()).name();
        }

        @Override
        protected String clientOf(Listener open) {
            return prefix() + ":memory:" + ((MemoryAddress) open.address()).name();
        }

        @Override
        protected List<String> serverSpellings() {
            return List.of(
                    "haproxy:memory:site",
                    "haproxy:trusted=[10.0.0.0/8,fd00::/8,::1]:others=plain:timeout=3s:[tcp:80]",
                    "haproxy:trusted=192.0.2.7:haproxy:tcp:80");
        }

        @Override
        protected List<String> clientSpellings() {
            return List.of("haproxy:memory:site", "haproxy:version=2:[tcp:h:80]", "haproxy:haproxy:tcp:h:80");
        }
    }
}
