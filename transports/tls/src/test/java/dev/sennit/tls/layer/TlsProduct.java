package dev.sennit.tls.layer;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Products;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One way to run TLS.
 *
 * @param bottom what carries it
 * @param implementation what both sides use
 * @param onWorkers whether handshakes run on workers, not on the loop
 */
record TlsProduct(Bottom bottom, TlsImplementation implementation, boolean onWorkers) {
    /** What carries TLS. */
    enum Bottom {
        WHOLE,
        SPLIT_AND_LATE,
        TLS_IN_TLS,
        HUB,
        LOOPBACK,
        UNIX_SOCKETS,
        SPLIT_AND_LATE_IN_THE_OLDER_VERSION,
        LOOPBACK_IN_THE_OLDER_VERSION;

        /** Whether the first end of a direction ends both, as in TLS 1.2. */
        private boolean endsJointly() {
            return this == SPLIT_AND_LATE_IN_THE_OLDER_VERSION || this == LOOPBACK_IN_THE_OLDER_VERSION;
        }

        private ContractBench bench(TlsPair pair, Path sockets) {
            return switch (this) {
                case WHOLE -> pair.in(TlsVersion.TLS_1_3).over(ContractBench.simulated(MemoryNetwork.seeded(1)));
                case SPLIT_AND_LATE -> pair.over(simulated(2));
                case TLS_IN_TLS -> pair.over(pair.over(simulated(4)));
                case HUB -> pair.over(ContractBench.hub(new MemoryHub(), reactor(1), reactor(2)));
                case LOOPBACK -> pair.over(ContractBench.real(reactor(1), reactor(2), TcpAddress.loopback(0)));
                case UNIX_SOCKETS ->
                    pair.over(ContractBench.real(reactor(1), reactor(2), UnixAddress.UNNAMED)
                            .withoutResets()
                            .at(() -> UnixAddress.of(sockets.resolve(NUMBERS.incrementAndGet() + ".sock"))));
                case SPLIT_AND_LATE_IN_THE_OLDER_VERSION ->
                    pair.in(TlsVersion.TLS_1_2).over(simulated(3));
                case LOOPBACK_IN_THE_OLDER_VERSION -> {
                    NioReactor reactor = reactor(1);
                    yield pair.in(TlsVersion.TLS_1_2)
                            .over(ContractBench.real(reactor, reactor, TcpAddress.loopback(0)));
                }
            };
        }
    }

    /** How long a close waits for a peer that stays open, as some do on purpose. */
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static final List<TlsImplementation> IMPLEMENTATIONS =
            List.of(TlsImplementation.BOUNCY_CASTLE, TlsImplementation.JDK);

    private static final LinkRules ROUGH =
            LinkRules.DEFAULT.withSplit(5000).withDelay(Duration.ZERO, Duration.ofMillis(20));

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /**
     * Returns the ways to test: all with {@code -Plong}, otherwise enough that each pair of choices occurs in one.
     *
     * @param jointly whether those whose directions end jointly are wanted, or the others
     */
    static List<TlsProduct> chosen(boolean jointly) {
        return Products.chosen(Bottom.values().length, IMPLEMENTATIONS.size(), 2)
                .map(row -> new TlsProduct(
                        Bottom.values()[row.first()], IMPLEMENTATIONS.get(row.second()), row.third() == 1))
                .filter(product -> product.bottom.endsJointly() == jointly)
                .toList();
    }

    /** Makes a bench, which may put its sockets into the directory. */
    ContractBench bench(Path sockets) {
        TlsPair pair = TlsPair.of(implementation)
                .with(settings -> settings.withLimits(TlsLimits.DEFAULT.withCloseTimeout(TIMEOUT)));
        return bottom.bench(onWorkers ? pair.onWorkers() : pair, sockets);
    }

    private static ContractBench simulated(long seed) {
        return ContractBench.simulated(MemoryNetwork.seeded(seed).withRules(ROUGH));
    }

    private static NioReactor reactor(int loops) {
        CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withLinger(TIMEOUT);
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops).withCloseTimeouts(timeouts));
    }

    @Override
    public String toString() {
        return bottom + ", " + implementation + (onWorkers ? ", on workers" : "");
    }
}
