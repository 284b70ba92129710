package dev.sennit.integration.product;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Address;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Products;
import dev.sennit.transport.contract.Waiting;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.unix.jnr.JnrSockets;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One way to build a stack.
 *
 * @param base what is at the bottom
 * @param tls how many layers of TLS are at the top
 * @param ways the handshakes between the two, the lowest first
 */
record StreamProduct(Base base, int tls, List<Way> ways) {
    /** At the bottom. */
    enum Base {
        MEMORY,
        TCP,
        UNIX_PATH,
        UNIX_NAME,
        UNIX_JNR;

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
                case UNIX_PATH -> unix(jdk(), jdk(), () -> UnixAddress.of(directory.resolve("" + number())));
                case UNIX_NAME -> unix(nio(), nio(), () -> new UnixAddress(abstractName()));
                case UNIX_JNR -> unix(jnr(), jnr(), () -> UnixAddress.of(directory.resolve("" + number())));
            };
        }
    }

    /** How long a close waits for a peer that stays open, as some do on purpose. */
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static final NioSettings ONE =
            NioSettings.DEFAULT.withLoops(1).withCloseTimeouts(CloseTimeouts.DEFAULT.withLinger(TIMEOUT));
    private static final List<String> SECURITY = List.of("plain", "TLS", "TLS in TLS");
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Way TLS = tlsWay();
    private static final List<List<Way>> WAYS = List.of(
            List.of(), List.of(Way.SOCKS_5), List.of(Way.SOCKS_4A), List.of(Way.HTTP_CONNECT), List.of(Way.PROXY_2));

    /**
     * The stacks to test: all with {@code -Plong}, otherwise enough that each pair of choices occurs in one of them. A fault
     * lies in one choice, or between two.
     */
    static List<StreamProduct> chosen() {
        return Products.chosen(Base.values().length, WAYS.size(), SECURITY.size())
                .map(row -> new StreamProduct(Base.values()[row.first()], row.third(), WAYS.get(row.second())))
                .toList();
    }

    /** Makes a bench, which may put its sockets into the directory. */
    ContractBench bench(Path directory) {
        ContractBench bench = base.bench(directory);
        for (Way way : ways) {
            bench = way.over(bench);
        }
        for (int i = 0; i < tls; i++) {
            bench = TLS.over(bench);
        }
        return bench;
    }

    @Override
    public String toString() {
        return base + ", " + SECURITY.get(tls) + ", " + (ways.isEmpty() ? "direct" : ways);
    }

    private static NioReactor jdk() {
        return new NioReactor(ONE.withProvidedSockets(false));
    }

    private static NioReactor jnr() {
        return new NioReactor(ONE.withSockets(new JnrSockets()));
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
        TlsSettings settings = TlsSettings.DEFAULT.withLimits(TlsLimits.DEFAULT.withCloseTimeout(TIMEOUT));
        TlsContext server = TlsContext.server(TlsServerConfig.of(CertifiedKey.of(issued.key(), issued.chain()))
                .withSettings(settings));
        TlsContext client = TlsContext.client(TlsClientConfig.of("site.test")
                .withTrust(Trust.of(authority.root()))
                .withSettings(settings));
        return new Way("TLS", server, to -> client.get(), true);
    }
}
