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
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints keep their contract through every kind of proxy, through two in a row, and with a PROXY header. */
class ProxyEndpointsContractTest {
    /** Each side has a host of its own under virtual time; the server has a name in a hub. */
    abstract static class OverMemory extends EndpointContract {
        final MemoryNetwork network;
        final MemoryHub hub = new MemoryHub();
        private final EndpointContext servers;
        private final EndpointContext clients;

        OverMemory(long seed) {
            this.network = MemoryNetwork.seeded(seed);
            this.servers = EndpointContext.on(network.host("server")).withHub(hub);
            this.clients = servers.withReactor(network.host("client"))
                    .withResolver(host -> Deferred.of(List.of(Proxies.SITE)));
        }

        /** Returns the endpoint string of the name at which a server listens. */
        static String name(Listener open) {
            return "memory:" + ((MemoryAddress) open.address()).name();
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
    }

    /** A client that reaches its server by one proxy or by two. */
    @Nested
    @ParameterizedClass(name = "{0}")
    @ValueSource(
            strings = {
                "socks5:proxy.test:1080:via=[memory:socks]",
                "socks5:proxy.test:1080:user=bob:password=hunter2:via=[memory:login]",
                "socks4:proxy.test:1080:via=[memory:socks]",
                "socks4a:proxy.test:1080:user=bob:via=[memory:socks]",
                "http-connect:proxy.test:3128:via=[memory:http]",
                "socks5:inner.test:1080:via=[http-connect:outer.test:3128:via=[memory:http-to-socks]]",
            })
    class ThroughAProxy extends OverMemory {
        private final String way;

        ThroughAProxy(String way) {
            super(1);
            this.way = way;
        }

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
        protected String server() {
            return "memory:site";
        }

        @Override
        protected String serverAt(Listener open) {
            return name(open);
        }

        @Override
        protected String clientOf(Listener open) {
            return "tcp:site.test:80:via=[" + way + "]";
        }

        @Override
        protected Map<String, ClientEndpoint> unanswered() {
            return Map.of(
                    "the handshake",
                    clients()
                            .client("tcp:site.test:80:via=[" + way.replaceFirst("memory:[a-z-]+", "memory:mute")
                                    + "]"));
        }

        @Override
        protected List<String> serverSpellings() {
            return List.of("memory:site");
        }

        @Override
        protected List<String> clientSpellings() {
            return Stream.of(
                            way,
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

    /** A server that wants a PROXY header, and a client that sends one. */
    @Nested
    @ParameterizedClass(name = "{0}")
    @ValueSource(strings = {"haproxy", "haproxy:version=2"})
    class BehindAProxy extends OverMemory {
        /** What stands before the client's endpoint. */
        private final String prefix;

        BehindAProxy(String prefix) {
            super(2);
            this.prefix = prefix;
        }

        @Override
        protected String server() {
            return "haproxy:memory:site";
        }

        @Override
        protected String serverAt(Listener open) {
            return "haproxy:" + name(open);
        }

        @Override
        protected String clientOf(Listener open) {
            return prefix + ":" + name(open);
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
