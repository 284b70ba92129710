package dev.sennit.transport.nio;

import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.contract.ReactorContracts;
import dev.sennit.transport.contract.StreamContracts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Unix sockets by path keep the contracts, and share their loops with TCP. */
class UnixContractTest {
    /** How long a close waits for a peer that stays open, as some do on purpose. */
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private final Path home;

    UnixContractTest(@TempDir Path home) {
        this.home = home;
    }

    private ContractBench bench(NioReactor server, NioReactor client) {
        AtomicInteger places = new AtomicInteger();
        return ContractBench.real(server, client, UnixAddress.UNNAMED)
                .withoutResets()
                .at(() -> UnixAddress.of(home.resolve(places.incrementAndGet() + ".sock")));
    }

    private static NioReactor reactor(int loops) {
        CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withLinger(TIMEOUT);
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops).withCloseTimeouts(timeouts));
    }

    @Nested
    class OneLoop extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            NioReactor reactor = reactor(1);
            return bench(reactor, reactor);
        }
    }

    @Nested
    class TwoReactors extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            return bench(reactor(3), reactor(2));
        }
    }

    @Nested
    class ThroughALayer extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return bench(reactor(1), reactor(2)).through(Layers.Xor::new);
        }
    }
}
