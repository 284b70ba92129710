package dev.sennit.integration.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.haproxy.ProxyHeader;
import dev.sennit.integration.product.EndpointProduct.Base;
import dev.sennit.integration.product.EndpointProduct.TestFiles;
import dev.sennit.integration.product.Ground.Places;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.server.SocksDialer;
import dev.sennit.tls.TlsSession;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Composed endpoints keep the contract: every bottom, under zero to two layers of TLS, by every route. */
@ParameterizedClass(name = "{0}")
@MethodSource("products")
class EndpointProductsContractTest extends EndpointContract {
    private static final int SITE_PORT = 80;
    private static final int MUTE_PORT = 81;
    private static final int PROXY_PORT = 1080;
    private static final int MUTE_PROXY_PORT = 1081;

    /** What the present product stands on, in all its tests. */
    private static final Map<EndpointProduct, Ground> GROUNDS = new HashMap<>();

    private static TestFiles files;

    private final EndpointProduct product;
    private final AtomicInteger askedOfTheProxy = new AtomicInteger();
    private final List<Listener> open = new ArrayList<>();
    private final Ground ground;
    private final Places places;
    private int proxyPort;

    EndpointProductsContractTest(EndpointProduct product) {
        this.product = product;
        this.ground = GROUNDS.computeIfAbsent(product, fresh -> fresh.base().ground(files.directory()));
        this.places = ground.places().get();
    }

    static List<EndpointProduct> products() {
        return EndpointProduct.chosen();
    }

    @BeforeAll
    static void issueCertificates(@TempDir Path directory) {
        files = TestFiles.in(directory);
    }

    @AfterParameterizedClassInvocation
    static void nothingIsLeftOpen(EndpointProduct product) {
        Optional.ofNullable(GROUNDS.remove(product))
                .ifPresent(ground -> ground.release().run());
    }

    @BeforeEach
    void openTheProxy() {
        assumeTrue(product.base() != Base.UNIX_NAME || OS.LINUX.isCurrentOs(), "abstract names are Linux's");
        if (product.way().isByAProxy()) {
            proxyPort = open(ground.proxies(), product.proxyServer(files, places.server(PROXY_PORT)), proxy());
        }
    }

    @AfterEach
    void nobodyIsLeftAtTheProxy() {
        waits().until(() -> open.stream().allMatch(each -> each.connections() == 0));
        open.forEach(each -> waits().await(each.close()));
    }

    private ProtocolFactory<?> proxy() {
        return switch (product.way()) {
            case SOCKS5, SOCKS4A -> Proxies.socks(new ByEndpoint());
            default -> Proxies.http(new ByEndpoint());
        };
    }

    /** Opens a listener for the time of this test, and answers its port. */
    private int open(EndpointContext context, String server, ProtocolFactory<?> factory) {
        Listener listener = waits().await(context.server(server).listen(factory));
        open.add(listener);
        return places.port(listener);
    }

    @Override
    protected EndpointContext servers() {
        return ground.servers();
    }

    @Override
    protected EndpointContext clients() {
        return ground.clients();
    }

    @Override
    protected Waits waits() {
        return ground.waits();
    }

    @Override
    protected String server() {
        return product.server(files, places.server(SITE_PORT));
    }

    @Override
    protected String serverAt(Listener listener) {
        return product.server(files, places.serverAt(listener));
    }

    @Override
    protected String clientOf(Listener listener) {
        return client(places.port(listener), proxyPort);
    }

    private String client(int port, int byProxyPort) {
        return product.client(files, places, port, byProxyPort);
    }

    /** Whoever is to answer in a handshake, and does not. */
    @Override
    protected Map<String, ClientEndpoint> unanswered() {
        Map<String, ClientEndpoint> stages = new LinkedHashMap<>();
        // Each stage takes its time where that is real, so it is only the last there.
        if (product.way().isByAProxy() && (product.tls() == 0 || product.base().isSimulated())) {
            int mute = open(ground.proxies(), places.server(MUTE_PROXY_PORT), Witness.collecting());
            stages.put("the proxy", clients().client(client(SITE_PORT, mute)));
        }
        if (product.tls() > 0) {
            int mute = open(servers(), places.server(MUTE_PORT), Witness.collecting());
            stages.put("the site's TLS", clients().client(client(mute, proxyPort)));
        }
        return stages;
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of(server());
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of(client(SITE_PORT, PROXY_PORT));
    }

    @Test
    void itIsPutTogetherAsItsNameSays() {
        Witness echo = Witness.echoing();
        Listener site = listen(echo);

        connectAndEcho(site);

        Transport there = echo.all().get(0).transport();
        assertEquals(product.tls() > 0, there.feature(TlsSession.class).isPresent(), "TLS");
        assertEquals(product.way().isHeader(), there.feature(ProxyHeader.class).isPresent(), "a header");
        assertEquals(product.way().isByAProxy() ? 1 : 0, askedOfTheProxy.get(), "asked of the proxy");
        assertEquals(site.address().getClass(), there.local().getClass());
        waits().await(site.close());
    }

    /** The proxy's way on, over what it is reached over itself. */
    private final class ByEndpoint implements SocksDialer {
        @Override
        public Deferred<List<InetAddress>> resolve(String name) {
            return ground.proxies().resolver().resolve(name);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
            askedOfTheProxy.incrementAndGet();
            return ground.proxies()
                    .client(places.client(destination.host(), destination.port()))
                    .connect(factory);
        }

        @Override
        public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
            return Deferred.failed(new UnsupportedOperationException("nobody asks for it here"));
        }
    }
}
