package dev.sennit.protocol.proxy;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.transport.Address;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Waiting;
import dev.sennit.transport.memory.MemoryHub;
import dev.sennit.transport.memory.MemoryNetwork;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.identity.Identity;
import dev.sennit.transport.tls.layer.Tls;
import dev.sennit.transport.tls.trust.Trust;
import dev.sennit.transport.unix.UnixReactor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One way to build a stack.
 *
 * @param base what is at the bottom
 * @param tls how many layers of TLS are at the top
 * @param way the handshake between the two, if any
 */
record StreamProduct(Base base, int tls, Optional<Way> way) {
    /** At the bottom. */
    enum Base {
        MEMORY,
        TCP,
        UNIX_PATH,
        UNIX_NAME;

        private ContractBench bench(Path directory) {
            return switch (this) {
                case MEMORY -> {
                    MemoryNetwork network = MemoryNetwork.seeded(1);
                    yield ContractBench.hub(
                            new MemoryHub(),
                            network.host("server"),
                            network.host("client"),
                            new Waiting.Virtual(network));
                }
                case TCP -> ContractBench.real(nio(), nio(), TcpAddress.loopback(0));
                case UNIX_PATH -> unix(nio(), nio(), () -> UnixAddress.of(directory.resolve("" + number())));
                case UNIX_NAME ->
                    unix(new UnixReactor(ONE), new UnixReactor(ONE), () -> new UnixAddress(abstractName()));
            };
        }
    }

    private static final NioSettings ONE = NioSettings.DEFAULT.withLoops(1);
    private static final List<String> SECURITY = List.of("plain", "TLS", "TLS in TLS");
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Way TLS = tlsWay();

    /** All there are. */
    static Stream<StreamProduct> all() {
        List<Optional<Way>> ways = Stream.concat(
                        Stream.of(Optional.<Way>empty()), Way.ALL.stream().map(Optional::of))
                .toList();
        return Stream.of(Base.values())
                .flatMap(base -> IntStream.range(0, SECURITY.size()).boxed().flatMap(tls -> ways.stream()
                        .map(way -> new StreamProduct(base, tls, way))));
    }

    /** Makes a bench, which may put its sockets into the directory. */
    ContractBench bench(Path directory) {
        ContractBench bench = base.bench(directory);
        if (way.isPresent()) {
            bench = way.get().over(bench);
        }
        for (int i = 0; i < tls; i++) {
            bench = TLS.over(bench);
        }
        return bench;
    }

    @Override
    public String toString() {
        return base + ", " + SECURITY.get(tls) + ", " + way.map(Way::name).orElse("direct");
    }

    private static NioReactor nio() {
        return new NioReactor(ONE);
    }

    private static ContractBench unix(Reactor server, Reactor client, Supplier<Address> places) {
        return ContractBench.real(server, client, UnixAddress.UNNAMED)
                .withoutResets()
                .at(places);
    }

    private static String abstractName() {
        return "@sennit-streams-" + ProcessHandle.current().pid() + "-" + number();
    }

    private static int number() {
        return NUMBERS.incrementAndGet();
    }

    private static Way tlsWay() {
        CertificateAuthority authority = CertificateAuthority.create();
        IssuedCertificate issued = authority.issue(CertificateSpec.server("site.test"));
        Tls server = Tls.server(TlsServer.of(Identity.of(issued.key(), issued.chain())));
        Tls client = Tls.client(TlsClient.of("site.test").withTrust(Trust.of(authority.root())));
        return new Way("TLS", server, to -> client.get(), true);
    }
}
