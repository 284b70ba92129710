package dev.sennit.integration.product;

import dev.sennit.haproxy.ProxyHeaderReader;
import dev.sennit.haproxy.ProxyHeaderRules;
import dev.sennit.haproxy.ProxyHeaderWriter;
import dev.sennit.http.BasicCredentials;
import dev.sennit.http.client.HttpConnectLayer;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.ProxyTarget;
import dev.sennit.socks.SocksLogin;
import dev.sennit.socks.client.SocksClientLayer;
import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.deferred.Deferred;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is put under the protocols of the two ends.
 *
 * @param server makes the accepting end's layer
 * @param client makes that of the end that has connected to the address
 * @param isAnswered whether the connecting end waits for an answer
 */
record Way(
        String name, Supplier<? extends Layer> server, Function<Address, ? extends Layer> client, boolean isAnswered) {
    private static final ProxyHeaderRules ANYWHERE = ProxyHeaderRules.DEFAULT.withTrusted(IpNetwork.ANYWHERE);
    private static final Destination.Name NAME = new Destination.Name("name.test", 1);

    static final Way SOCKS_5 = new Way("SOCKS 5", Answers.Socks::new, to -> SocksClientLayer.socks5(target(to)), true);
    static final Way SOCKS_5_WITH_LOGIN = new Way(
            "SOCKS 5 with login",
            Answers.Socks::new,
            to -> SocksClientLayer.socks5(target(to), SocksLogin.of("bob", "hunter2")),
            true);
    static final Way SOCKS_4 =
            new Way("SOCKS 4", Answers.Socks::new, to -> SocksClientLayer.socks4(target(to), Bytes.EMPTY), true);
    static final Way SOCKS_4A = new Way(
            "SOCKS 4a", Answers.Socks::new, to -> SocksClientLayer.socks4(ProxyTarget.of(NAME), Bytes.EMPTY), true);
    static final Way HTTP_CONNECT = new Way(
            "HTTP CONNECT",
            Answers.Http::new,
            to -> new HttpConnectLayer(target(to), Optional.of(new BasicCredentials("bob", "hunter2"))),
            true);
    static final Way PROXY_1 = new Way(
            "PROXY header 1", () -> new ProxyHeaderReader(ANYWHERE), to -> ProxyHeaderWriter.ofItself(1), false);
    static final Way PROXY_2 = new Way(
            "PROXY header 2", () -> new ProxyHeaderReader(ANYWHERE), to -> ProxyHeaderWriter.ofItself(2), false);

    private static ProxyTarget target(Address to) {
        return ProxyTarget.of(to instanceof TcpAddress ip ? new Destination.Ip(ip) : NAME);
    }

    /** The same bench with these layers under each protocol. */
    ContractBench over(ContractBench bench) {
        return new ContractBench(
                bench.server(),
                bench.client(),
                bench.places(),
                new Through(bench.opening(), this),
                bench.resets(),
                bench.waiting(),
                bench.release());
    }

    @Override
    public String toString() {
        return name;
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
}
