package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.endpoint.proxy.EndpointProduct.Base;
import dev.sennit.endpoint.proxy.EndpointProduct.TestFiles;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.server.Outward;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.memory.MemoryHost;
import dev.sennit.transport.memory.MemoryHub;
import dev.sennit.transport.memory.MemoryNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever endpoints are put together from, they keep the contract: every bottom, under any TLS, by every way. */
@ParameterizedClass(name = "{0}")
@MethodSource("products")
class EndpointProductsContractTest extends EndpointContract {
    private static TestFiles files;

    private final EndpointProduct product;
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost server = network.host("server");
    private final MemoryHost proxy = network.host("proxy");
    private final MemoryHub hub = new MemoryHub();
    private final EndpointContext servers = EndpointContext.on(server).withHub(hub);
    private final EndpointContext clients = EndpointContext.on(network.host("client"))
            .withHub(hub)
            .withResolver(host -> switch (host) {
                case EndpointProduct.SITE -> Deferred.of(List.of(server.ip()));
                case EndpointProduct.PROXY -> Deferred.of(List.of(proxy.ip()));
                default -> Deferred.failed(new UnknownHostException(host));
            });

    EndpointProductsContractTest(EndpointProduct product) {
        this.product = product;
    }

    static List<EndpointProduct> products() {
        List<EndpointProduct> all = EndpointProduct.all().toList();
        System.out.println("endpoints put together in " + all.size() + " ways");
        return all;
    }

    @BeforeAll
    static void issueCertificates(@TempDir Path directory) {
        files = TestFiles.in(directory);
    }

    @BeforeEach
    void openTheProxy() {
        if (!product.isByAProxy()) {
            return;
        }
        Outward outward = product.base() == Base.TCP ? new ToSite() : new Proxies.ByName(hub, proxy, "inside");
        ProtocolFactory<?> factory =
                switch (product.way()) {
                    case SOCKS5, SOCKS4A -> Proxies.socks(outward);
                    default -> Proxies.http(outward);
                };
        network.await(EndpointContext.on(proxy)
                .withHub(hub)
                .server(product.proxyServer(files))
                .listen(factory));
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
        return product.server(files);
    }

    @Override
    protected String serverAt(Listener open) {
        return product.serverAt(files, open);
    }

    @Override
    protected String clientOf(Listener open) {
        return product.client(files, open);
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of(server());
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of("memory:inside");
    }

    /** The proxy's way to the one site there is. */
    private final class ToSite implements Outward {
        @Override
        public Deferred<List<InetAddress>> resolve(String name) {
            return Deferred.of(List.of(server.ip()));
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
            return proxy.connect(new TcpAddress(server.ip(), destination.port()), ConnectOptions.DEFAULT, factory);
        }

        @Override
        public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
            return proxy.listen(at, ListenOptions.DEFAULT, factory);
        }
    }
}
