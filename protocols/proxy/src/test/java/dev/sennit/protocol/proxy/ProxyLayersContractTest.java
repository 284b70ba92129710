package dev.sennit.protocol.proxy;

import dev.sennit.protocol.proxy.header.ProxyHeaderReader;
import dev.sennit.protocol.proxy.header.ProxyHeaderRules;
import dev.sennit.protocol.proxy.header.ProxyHeaderWriter;
import dev.sennit.protocol.proxy.header.TrustedSources;
import dev.sennit.protocol.proxy.http.BasicCredentials;
import dev.sennit.protocol.proxy.http.HttpConnectLayer;
import dev.sennit.protocol.proxy.socks.SocksClientLayer;
import dev.sennit.protocol.proxy.socks.SocksLogin;
import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.contract.Waiting;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.memory.LinkRules;
import dev.sennit.transport.memory.MemoryHub;
import dev.sennit.transport.memory.MemoryNetwork;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** Connections keep every contract through every handshake of this module, whole and at once or split and late. */
class ProxyLayersContractTest {
    private static final LinkRules ROUGH =
            LinkRules.DEFAULT.withSplit(5000).withDelay(Duration.ZERO, Duration.ofMillis(20));
    private static final ProxyHeaderRules ANYWHERE = ProxyHeaderRules.DEFAULT.withTrusted(TrustedSources.ANYWHERE);

    private static final Way SOCKS_5 = new Way(Answers.Socks::new, to -> SocksClientLayer.socks5(passage(to)));
    private static final Way SOCKS_5_WITH_LOGIN =
            new Way(Answers.Socks::new, to -> SocksClientLayer.socks5(passage(to), SocksLogin.of("bob", "hunter2")));
    private static final Way SOCKS_4 =
            new Way(Answers.Socks::new, to -> SocksClientLayer.socks4(passage(to), Bytes.EMPTY));
    private static final Way HTTP_CONNECT = new Way(
            Answers.Http::new,
            to -> new HttpConnectLayer(passage(to), Optional.of(new BasicCredentials("bob", "hunter2"))));
    private static final Way PROXY_1 =
            new Way(() -> new ProxyHeaderReader(ANYWHERE), to -> ProxyHeaderWriter.ofItself(1), false);
    private static final Way PROXY_2 =
            new Way(() -> new ProxyHeaderReader(ANYWHERE), to -> ProxyHeaderWriter.ofItself(2), false);

    private static Passage passage(Address to) {
        return Passage.to(to instanceof TcpAddress ip ? new Destination.Ip(ip) : Destination.of("name.test", 1));
    }

    /** What is put under the protocols of the two ends. */
    private record Way(Supplier<Layer> server, Function<Address, Layer> client, boolean isAnswered) {
        Way(Supplier<Layer> server, Function<Address, Layer> client) {
            this(server, client, true);
        }

        ContractBench over(ContractBench bench) {
            return new ContractBench(
                    bench.server(),
                    bench.client(),
                    bench.listenAt(),
                    new Through(bench.opening(), this),
                    bench.waiting(),
                    bench.release());
        }
    }

    private record Through(ContractBench.Opening below, Way way) implements ContractBench.Opening {
        @Override
        public Deferred<Listener> listen(Reactor on, Address at, ListenOptions options, ProtocolFactory<?> factory) {
            return below.listen(on, at, options, factory.through(way.server));
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Reactor from, Address to, ConnectOptions options, ProtocolFactory<P> factory) {
            return below.connect(from, to, options, factory.through(() -> way.client.apply(to)));
        }

        /** Nobody answers a PROXY header. */
        @Override
        public boolean alwaysAccepts() {
            return way.isAnswered;
        }
    }

    @Nested
    class Socks5 extends WayContracts {
        @Override
        Way way() {
            return SOCKS_5;
        }
    }

    @Nested
    class Socks5WithLogin extends WayContracts {
        @Override
        Way way() {
            return SOCKS_5_WITH_LOGIN;
        }
    }

    @Nested
    class Socks4 extends WayContracts {
        @Override
        Way way() {
            return SOCKS_4;
        }
    }

    @Nested
    class HttpConnect extends WayContracts {
        @Override
        Way way() {
            return HTTP_CONNECT;
        }
    }

    @Nested
    class Proxy1 extends WayContracts {
        @Override
        Way way() {
            return PROXY_1;
        }
    }

    @Nested
    class Proxy2 extends WayContracts {
        @Override
        Way way() {
            return PROXY_2;
        }
    }

    /** Each way, over each kind of link. */
    abstract static class WayContracts {
        abstract Way way();

        @Nested
        class Whole extends StreamContracts {
            @Override
            protected ContractBench openBench() {
                return way().over(ContractBench.simulated(MemoryNetwork.seeded(1)));
            }
        }

        @Nested
        class SplitAndLate extends StreamContracts {
            @Override
            protected ContractBench openBench() {
                return way().over(
                                ContractBench.simulated(MemoryNetwork.seeded(2).withRules(ROUGH)));
            }
        }

        @Nested
        class ByName extends StreamContracts {
            @Override
            protected ContractBench openBench() {
                MemoryNetwork network = MemoryNetwork.seeded(3);
                return way().over(ContractBench.hub(
                        new MemoryHub(), network.host("server"), network.host("client"), new Waiting.Virtual(network)));
            }
        }
    }
}
